// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/Renderer.h"

#include "core/base/Log.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>

namespace avs::canvas {

namespace {

/// The name of what draws, or empty when no context can be made.
QString openGlName()
{
    // These have contexts, but no widgets that use them: QOpenGLWidget crashes when grabbed.
    if (QGuiApplication::platformName() == QLatin1String("offscreen") ||
        QGuiApplication::platformName() == QLatin1String("minimal"))
        return {};
    QOffscreenSurface surface;
    surface.create();
    QOpenGLContext context;
    if (!context.create() || !context.makeCurrent(&surface))
        return {};
    const auto* name = context.functions()->glGetString(GL_RENDERER);
    return QString::fromLatin1(reinterpret_cast<const char*>(name));
}

bool isImitated(const QString& name)
{
    for (const char* imitation : {"llvmpipe", "softpipe", "swrast", "SwiftShader", "Software Rasterizer"}) {
        if (name.contains(QLatin1String(imitation), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace

Renderer chooseRenderer()
{
    const QString wish = qEnvironmentVariable("TAVIS_RENDERER").toLower();
    if (wish == QLatin1String("raster"))
        return Renderer::Raster;
    const QString name = openGlName();
    const bool wanted = wish == QLatin1String("opengl") || !isImitated(name);
    const Renderer choice = !name.isEmpty() && wanted ? Renderer::OpenGl : Renderer::Raster;
    qCInfo(base::logUi) << (choice == Renderer::OpenGl ? "drawing with OpenGL:" : "drawing without OpenGL:")
                        << name;
    return choice;
}

} // namespace avs::canvas
