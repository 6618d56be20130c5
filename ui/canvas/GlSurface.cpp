// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/GlSurface.h"

#include "ui/widgets/Theme.h"

#include <QOpenGLContext>
#include <QPainter>

#include <array>

namespace avs::canvas {

namespace {

constexpr auto kVertexShader = R"(
attribute highp vec4 corner; // place in device pixels, place in the texture
uniform highp vec2 size;
varying highp vec2 place;
void main()
{
    place = corner.zw;
    gl_Position = vec4(corner.x / size.x * 2.0 - 1.0, 1.0 - corner.y / size.y * 2.0, 0.0, 1.0);
}
)";

constexpr auto kFragmentShader = R"(
uniform sampler2D picture;
uniform bool swapped;
varying highp vec2 place;
void main()
{
    highp vec4 colour = texture2D(picture, place);
    gl_FragColor = swapped ? colour.bgra : colour;
}
)";

} // namespace

GlSurface::GlSurface(std::function<Scene()> scene, QWidget* parent)
    : QOpenGLWidget(parent)
    , m_scene(std::move(scene))
{
    setObjectName(QStringLiteral("glSurface"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

GlSurface::~GlSurface()
{
    // The base class destroys the context, when this is no GlSurface any more.
    if (context())
        context()->disconnect(this);
    release();
}

void GlSurface::release()
{
    if (!m_program)
        return;
    makeCurrent();
    for (Texture* texture : {&m_frameTexture, &m_checkerTexture, &m_layerTexture, &m_decorationTexture}) {
        glDeleteTextures(1, &texture->id);
        *texture = {};
    }
    m_frame.reset();
    m_layerKey = 0;
    m_decoratedSize = {};
    m_corners.destroy();
    m_arrays.destroy();
    m_program.reset();
    doneCurrent();
}

void GlSurface::fail(const QString& detail)
{
    if (!std::exchange(m_failed, true))
        QMetaObject::invokeMethod(
            this, [this, detail] { Q_EMIT failed(detail); }, Qt::QueuedConnection);
}

void GlSurface::initializeGL()
{
    initializeOpenGLFunctions();
    // A new context comes when the widget moves to another window.
    connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &GlSurface::release);
    m_program = std::make_unique<QOpenGLShaderProgram>();
    m_program->addShaderFromSourceCode(QOpenGLShader::Vertex, kVertexShader);
    m_program->addShaderFromSourceCode(QOpenGLShader::Fragment, kFragmentShader);
    m_program->bindAttributeLocation("corner", 0);
    if (!m_program->link()) {
        fail(m_program->log());
        return;
    }
    m_arrays.create(); // false in OpenGL ES 2, which needs none
    m_corners.create();
    m_corners.setUsagePattern(QOpenGLBuffer::StreamDraw);
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &m_largest);
    for (Texture* texture : {&m_frameTexture, &m_checkerTexture, &m_layerTexture, &m_decorationTexture}) {
        glGenTextures(1, &texture->id);
        glBindTexture(GL_TEXTURE_2D, texture->id);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    }
}

void GlSurface::fill(Texture& texture, QSize size, GLenum format, const void* pixels)
{
    if (std::max(size.width(), size.height()) > m_largest) {
        fail(QStringLiteral("no texture of %1 × %2").arg(size.width()).arg(size.height()));
        return;
    }
    glBindTexture(GL_TEXTURE_2D, texture.id);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (size == texture.size && format == texture.format) {
        glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, size.width(), size.height(), format, GL_UNSIGNED_BYTE,
                        pixels);
    } else {
        glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(format), size.width(), size.height(), 0, format,
                     GL_UNSIGNED_BYTE, pixels);
        texture.size = size;
        texture.format = format;
    }
}

void GlSurface::fillFrame(const media::VideoFramePtr& frame)
{
    if (frame == m_frame)
        return;
    m_frame = frame;
    m_hasLevels = false;
    const auto& image = frame->image;
    if (frame->alpha.isEmpty())
        fill(m_frameTexture, {image.width, image.height}, GL_RGB, image.pixels.data());
    else
        fillImage(m_frameTexture, translucentPicture(*frame));
}

/// Draws the frame from a version of it that the card has halved. OpenGL ES 2 has none at sizes such as a
/// frame's.
void GlSurface::setLevel(int halvings)
{
    if (context()->isOpenGLES())
        return;
    glBindTexture(GL_TEXTURE_2D, m_frameTexture.id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, 0);
    if (halvings > 0 && !std::exchange(m_hasLevels, true))
        glGenerateMipmap(GL_TEXTURE_2D);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, halvings);
}

void GlSurface::fillImage(Texture& texture, const QImage& image)
{
    Q_ASSERT(image.format() == QImage::Format_ARGB32_Premultiplied);
    fill(texture, image.size(), GL_RGBA, image.constBits());
}

/// Drawn by QPainter on the processor, since there they look as in the raster view; they seldom change.
void GlSurface::updateDecorations(const Scene& scene, QSize size)
{
    const bool same = size == m_decoratedSize && scene.decorations == m_decorated.decorations &&
                      scene.theme == m_decorated.theme && scene.picture == m_decorated.picture &&
                      scene.devicePixelRatio == m_decorated.devicePixelRatio;
    if (same)
        return;
    m_decorated = scene;
    m_decorated.frame.reset();
    m_decorated.layer = QImage();
    m_decoratedSize = size;
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintDecorations(painter, scene, size);
    painter.end();
    fillImage(m_decorationTexture, image);
}

void GlSurface::draw(const Texture& texture, const QRectF& where, QRect seen, QSize size, bool smooth,
                     Order order)
{
    const auto corner = [&](int x, int y) -> std::array<float, 4> {
        return {static_cast<float>(x), static_cast<float>(y),
                static_cast<float>((x - where.left()) / where.width()),
                static_cast<float>((y - where.top()) / where.height())};
    };
    const int right = seen.left() + seen.width();
    const int bottom = seen.top() + seen.height();
    const std::array<std::array<float, 4>, 4> corners = {corner(seen.left(), seen.top()),
                                                         corner(right, seen.top()),
                                                         corner(seen.left(), bottom), corner(right, bottom)};
    m_corners.bind();
    m_corners.allocate(corners.data(), sizeof(corners));
    m_program->enableAttributeArray(0);
    m_program->setAttributeBuffer(0, GL_FLOAT, 0, 4);
    m_program->setUniformValue("size", QSizeF(size));
    m_program->setUniformValue("picture", 0);
    m_program->setUniformValue("swapped", order == Order::Bgra ? 1 : 0);
    const GLint filter = smooth ? GL_LINEAR : GL_NEAREST;
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture.id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void GlSurface::drawPicture(const Scene& scene, QSize size)
{
    const QRect seen = coveredPixels(scene.picture).intersected(QRect(QPoint(), size));
    if (seen.isEmpty())
        return;
    glDisable(GL_BLEND);
    const bool translucent = !scene.frame->alpha.isEmpty();
    if (translucent) {
        const QImage tile = checkerTile(scene);
        fillImage(m_checkerTexture, tile);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_REPEAT);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_REPEAT);
        draw(m_checkerTexture, tile.rect(), seen, size, false, Order::Bgra);
        glEnable(GL_BLEND);
    }
    fillFrame(scene.frame);
    setLevel(translucent ? 0 : halvings(scene));
    draw(m_frameTexture, scene.picture, seen, size, scene.smooth, translucent ? Order::Bgra : Order::Rgba);
    if (scene.layer.isNull())
        return;
    if (std::exchange(m_layerKey, scene.layer.cacheKey()) != scene.layer.cacheKey())
        fillImage(m_layerTexture, scene.layer);
    glEnable(GL_BLEND);
    draw(m_layerTexture, scene.picture, seen, size, scene.smooth, Order::Bgra);
}

void GlSurface::paintGL()
{
    const Scene scene = m_scene();
    const QColor stage = scene.theme->stage;
    glClearColor(stage.redF(), stage.greenF(), stage.blueF(), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (m_failed)
        return;

    const QSize size = QWidget::size() * devicePixelRatio();
    const QOpenGLVertexArrayObject::Binder arrays(&m_arrays);
    m_program->bind();
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    if (!scene.picture.isEmpty())
        drawPicture(scene, size);
    if (!scene.decorations.isEmpty()) {
        glEnable(GL_BLEND);
        updateDecorations(scene, size);
        const QRect all(QPoint(), size);
        draw(m_decorationTexture, all, all, size, false, Order::Bgra);
    }
    m_program->release();
}

} // namespace avs::canvas
