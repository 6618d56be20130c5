set(common_sources
  CudaLibrary.cpp
  Mlp.cpp
  MultiheadAttention.cpp
  Json.cpp
  weights/Safetensors.cpp
  weights/StateDict.cpp)
