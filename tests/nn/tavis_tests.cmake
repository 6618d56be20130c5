avs_test(tst_Parity TORCH LABEL core TIMEOUT 300
  SOURCES ../parity/tst_Parity.cpp LIBS avs_parity)
avs_test(tst_Matcher TORCH LABEL core SOURCES tst_Matcher.cpp LIBS avs::nn)
avs_test(tst_SemanticMap TORCH LABEL core SOURCES tst_SemanticMap.cpp LIBS avs::nn)
avs_test(tst_Tavis TORCH LABEL core SOURCES tst_Tavis.cpp LIBS avs::nn)
avs_test(tst_ClipMemory TORCH LABEL core SOURCES tst_ClipMemory.cpp LIBS avs::nn)
