# Each dependency of the program is one interface target, made here and nowhere else.

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets OpenGLWidgets Multimedia Test LinguistTools)
# LibTorch uses "slots" and TBB "emit" as names.
add_compile_definitions($<$<NOT:$<BOOL:$<TARGET_PROPERTY:AVS_QT_KEYWORDS>>>:QT_NO_KEYWORDS> QT_DISABLE_DEPRECATED_BEFORE=0x060400)

find_package(PkgConfig REQUIRED)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale libswresample)
add_library(avs_ffmpeg INTERFACE)
add_library(avs::ffmpeg ALIAS avs_ffmpeg)
target_link_libraries(avs_ffmpeg INTERFACE PkgConfig::FFMPEG)

# Single precision is all that spectrograms need.
pkg_check_modules(FFTW REQUIRED IMPORTED_TARGET fftw3f)
add_library(avs_fftw INTERFACE)
add_library(avs::fftw ALIAS avs_fftw)
target_link_libraries(avs_fftw INTERFACE PkgConfig::FFTW)

# Changes the speed of sound and keeps its pitch.
pkg_check_modules(RUBBERBAND REQUIRED IMPORTED_TARGET rubberband>=3.0)
add_library(avs_rubberband INTERFACE)
add_library(avs::rubberband ALIAS avs_rubberband)
target_link_libraries(avs_rubberband INTERFACE PkgConfig::RUBBERBAND)

# highgui would bring Qt 5, imgcodecs GDAL: Qt reads and writes our pictures.
find_package(OpenCV 4 REQUIRED COMPONENTS core imgproc)
add_library(avs_opencv INTERFACE)
add_library(avs::opencv ALIAS avs_opencv)
target_link_libraries(avs_opencv INTERFACE opencv_core opencv_imgproc)
target_include_directories(avs_opencv SYSTEM INTERFACE ${OpenCV_INCLUDE_DIRS})

# Qt's SHA-256 takes half a minute for a released checkpoint, this one 4 s.
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(CLI11 2.1 REQUIRED)
