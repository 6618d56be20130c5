# TEMPORARY-DEV
file(GLOB_RECURSE _dev_all CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/core/*.cpp" "${PROJECT_SOURCE_DIR}/ui/*.cpp" "${PROJECT_SOURCE_DIR}/app/*.cpp" "${PROJECT_SOURCE_DIR}/tests/*.cpp")
function(dev_existing var)
  set(out "")
  foreach(f ${${var}})
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${f}" OR EXISTS "${f}")
      list(APPEND out ${f})
    endif()
  endforeach()
  if(NOT out)
    set(out "${PROJECT_SOURCE_DIR}/core/base/Log.cpp")
  endif()
  set(${var} ${out} PARENT_SCOPE)
endfunction()
# END-TEMPORARY-DEV

# The shapes that targets of this project have. Each folder lists its own sources and what it uses.

add_library(avs_warnings INTERFACE)
target_compile_options(avs_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(AVS_WERROR)
  target_compile_options(avs_warnings INTERFACE -Werror)
endif()

# Sanitizers are set for everything at once: code and precompiled header must agree on them.
if(AVS_SANITIZE)
  add_compile_options(-fsanitize=${AVS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${AVS_SANITIZE})
endif()

# avs_library(<name> SOURCES … [PUBLIC …] [PRIVATE …] [MOC] [TORCH])
# Makes the static library avs_<name> (alias avs::<name>). MOC: has QObjects. TORCH: its .cpp files see LibTorch.
function(avs_library name)
  cmake_parse_arguments(A "MOC;TORCH" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  dev_existing(A_SOURCES) # TEMPORARY-DEV
  add_library(avs_${name} STATIC ${A_SOURCES})
  add_library(avs::${name} ALIAS avs_${name})
  target_include_directories(avs_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(avs_${name} PUBLIC ${A_PUBLIC} PRIVATE ${A_PRIVATE} avs_warnings)
  if(A_MOC)
    set_target_properties(avs_${name} PROPERTIES AUTOMOC ON)
  endif()
  if(A_TORCH)
    target_link_libraries(avs_${name} PRIVATE avs::torch)
    target_precompile_headers(avs_${name} REUSE_FROM avs_nn)
  endif()
endfunction()

# avs_test(<tst_Name> LABEL core|ui SOURCES … LIBS … [TORCH] [TIMEOUT seconds])
# ui tests run on a screen of their own (xvfb-run), since OpenGL views need one.
function(avs_test name)
  cmake_parse_arguments(A "TORCH" "LABEL;TIMEOUT" "SOURCES;LIBS" ${ARGN})
  dev_existing(A_SOURCES) # TEMPORARY-DEV
  add_executable(${name} ${A_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE ${A_LIBS} Qt6::Test avs_warnings)
  target_compile_definitions(${name} PRIVATE AVS_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  if(A_TORCH)
    target_link_libraries(${name} PRIVATE avs::torch)
    target_precompile_headers(${name} REUSE_FROM avs_nn)
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  if(A_LABEL STREQUAL "ui")
    add_test(NAME ${name} COMMAND xvfb-run -a -s "-screen 0 1600x1000x24" $<TARGET_FILE:${name}>)
  else()
    add_test(NAME ${name} COMMAND ${name})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ${A_LABEL} TIMEOUT ${A_TIMEOUT}
    ENVIRONMENT "TAVIS_DATA_DIR=${PROJECT_SOURCE_DIR}/resources;QT_LOGGING_RULES=qt.*=false")
endfunction()
