foreach(name Json Safetensors WeightFile StateDict ClipTokenizer FilterBank PilResize ImageBind Predictors Gradients
    FillHoles InputErrors Precision VideoTransform)
  avs_test(tst_${name} LABEL core SOURCES tst_${name}.cpp LIBS avs::nn TORCH)
endforeach()
foreach(name ClipTokenizer InputErrors)
  target_compile_definitions(tst_${name} PRIVATE
    AVS_VOCABULARY="${PROJECT_SOURCE_DIR}/.deps/data/bpe_simple_vocab_16e6.txt")
endforeach()
