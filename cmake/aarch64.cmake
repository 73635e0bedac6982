# Cross-compiles for aarch64 on Debian, with that architecture's packages beside the machine's own:
#
#   dpkg --add-architecture arm64 && apt-get update
#   apt-get install g++-aarch64-linux-gnu lib{hwy,spng,fmt,icu,ssl,spdlog,webp,gif,lcms2,tiff,openexr}-dev:arm64
#     libturbojpeg0-dev:arm64 zlib1g-dev:arm64
#   cmake --preset aarch64 && ninja -C build/aarch64

if(NOT EXISTS /usr/bin/aarch64-linux-gnu-g++ OR NOT EXISTS /usr/lib/aarch64-linux-gnu/pkgconfig/libhwy.pc)
  message(FATAL_ERROR "The cross compiler or the arm64 libraries are not installed: the commands are at the top of cmake/aarch64.cmake.")
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig)
