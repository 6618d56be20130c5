// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/Scene.h"

#include <QOpenGLBuffer>
#include <QOpenGLFunctions>
#include <QOpenGLShaderProgram>
#include <QOpenGLVertexArrayObject>
#include <QOpenGLWidget>

#include <functional>
#include <memory>

namespace avs::canvas {

/// Draws scenes with OpenGL 2 or OpenGL ES 2: frame and layer are textures that are filled only when they
/// changed, the card does the scaling. Lets the mouse through to its parent.
class GlSurface : public QOpenGLWidget, private QOpenGLFunctions
{
    Q_OBJECT

public:
    /// `scene` is asked at each drawing.
    explicit GlSurface(std::function<Scene()> scene, QWidget* parent = nullptr);
    ~GlSurface() override;

Q_SIGNALS:
    /// Nothing can be drawn (`detail` for the log); who owns this should do without.
    void failed(const QString& detail);

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    enum class Order
    {
        Rgba,
        Bgra, ///< as QImage has them in memory
    };
    struct Texture
    {
        GLuint id = 0;
        QSize size;
        GLenum format = 0;
    };

    void release();
    void fail(const QString& detail);
    void fill(Texture& texture, QSize size, GLenum format, const void* pixels);
    void fillFrame(const media::VideoFramePtr& frame);
    void setLevel(int halvings);
    void drawPicture(const Scene& scene, QSize size);
    void fillImage(Texture& texture, const QImage& image);
    void updateDecorations(const Scene& scene, QSize size);
    /// Draws the pixels `seen` of a field of `size`, of a texture that lies at `where`.
    void draw(const Texture& texture, const QRectF& where, QRect seen, QSize size, bool smooth, Order order);

    std::function<Scene()> m_scene;
    std::unique_ptr<QOpenGLShaderProgram> m_program;
    QOpenGLBuffer m_corners;
    QOpenGLVertexArrayObject m_arrays;
    GLint m_largest = 0;
    bool m_failed = false;

    Texture m_frameTexture;
    media::VideoFramePtr m_frame; // what the textures hold
    bool m_hasLevels = false;     // of m_frameTexture: smaller versions
    Texture m_checkerTexture;
    Texture m_layerTexture;
    qint64 m_layerKey = 0;
    Texture m_decorationTexture;
    Scene m_decorated; // without frame and layer
    QSize m_decoratedSize;
};

} // namespace avs::canvas
