# A folder of src/ is a static library of all its .cpp files; its *_test.cpp files become one test program FOLDER_test.
# A new file needs no line here.

include(GoogleTest)

function(atelier_tests name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE ATELIER_SOURCE_DIR="${CMAKE_SOURCE_DIR}" ATELIER_BINARY_DIR="${CMAKE_BINARY_DIR}")
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX "${name}."
                       PROPERTIES TIMEOUT 300 SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()

function(atelier_folder name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${name} PUBLIC ${arg_LINK})
  if(ATELIER_TESTS AND tests)
    atelier_tests(${name}_test SOURCES ${tests} LINK ${name})
  endif()
endfunction()

function(atelier_program name)
  cmake_parse_arguments(arg "" "FOLDER" "LINK" ${ARGN})
  atelier_folder(${arg_FOLDER} LINK ${arg_LINK})
  get_target_property(app_sources ${arg_FOLDER} SOURCES)
  list(FILTER app_sources EXCLUDE REGEX "/main\\.cpp$")
  set_target_properties(${arg_FOLDER} PROPERTIES SOURCES "${app_sources}")
  add_executable(${name} ${CMAKE_SOURCE_DIR}/src/${arg_FOLDER}/main.cpp)
  target_link_libraries(${name} PRIVATE ${arg_FOLDER})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()
