# LibTorch from a PyTorch wheel, as the one target avs::torch: headers, libtorch_cpu and libc10. The CUDA half is
# loaded at run time (core/nn/CudaLibrary.cpp), so one binary serves machines with and without a GPU. The package's
# own TorchConfig.cmake asks for a CUDA toolkit, hence this module.
#
# Looked for in: Torch_ROOT (a "torch" package folder), the project's own environment (.deps/torch), the torch
# package of the python3 on the path.

set(_torch_hints ${Torch_ROOT})
file(GLOB _torch_env LIST_DIRECTORIES true "${PROJECT_SOURCE_DIR}/.deps/torch/lib/python3*/site-packages/torch")
list(APPEND _torch_hints ${_torch_env})
find_path(Torch_DIR_FOUND include/torch/csrc/api/include/torch/nn.h HINTS ${_torch_hints} NO_DEFAULT_PATH)
if(NOT Torch_DIR_FOUND)
  find_program(_python3 python3)
  if(_python3)
    execute_process(
      COMMAND ${_python3} -c "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
      OUTPUT_VARIABLE _torch_of_python OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    find_path(Torch_DIR_FOUND include/torch/csrc/api/include/torch/nn.h HINTS "${_torch_of_python}" NO_DEFAULT_PATH)
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Torch
  REQUIRED_VARS Torch_DIR_FOUND
  REASON_FAILURE_MESSAGE "no torch package found. Run ./run.sh, which fetches it, or give -DTorch_ROOT=/folder/of/torch")

if(Torch_FOUND AND NOT TARGET avs::torch)
  get_filename_component(_site "${Torch_DIR_FOUND}/.." ABSOLUTE)
  set(AVS_TORCH_LIB "${Torch_DIR_FOUND}/lib")
  add_library(avs_torch INTERFACE)
  add_library(avs::torch ALIAS avs_torch)
  target_include_directories(avs_torch SYSTEM INTERFACE
    "${Torch_DIR_FOUND}/include" "${Torch_DIR_FOUND}/include/torch/csrc/api/include")
  target_link_libraries(avs_torch INTERFACE "${AVS_TORCH_LIB}/libtorch_cpu.so" "${AVS_TORCH_LIB}/libc10.so")
  # libtorch_cpu.so itself needs two NVIDIA libraries, which it finds by its own rpath at run time.
  target_link_options(avs_torch INTERFACE
    "LINKER:-rpath,${AVS_TORCH_LIB}" "LINKER:-rpath-link,${_site}/nvidia/cu13/lib")
endif()
