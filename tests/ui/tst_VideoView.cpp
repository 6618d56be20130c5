// SPDX-License-Identifier: GPL-3.0-or-later
// The video view in both of its ways to draw, with real events.
#include "tests/ui/Pointer.h"
#include "ui/canvas/VideoView.h"

#include <QApplication>
#include <QHelpEvent>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

using namespace avs;
using canvas::PixelReading;
using canvas::Renderer;
using canvas::VideoView;

namespace {

QColor colourOf(int x, int y)
{
    return {(x * 37) % 256, (y * 23) % 256, (x * y + 5) % 256};
}

media::VideoFramePtr makeFrame(int width, int height, bool gradual = false)
{
    auto frame = std::make_shared<media::VideoFrame>();
    frame->image = imaging::RgbImage(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const QColor colour = gradual ? QColor(x * 255 / width, y * 255 / height, 128) : colourOf(x, y);
            std::uint8_t* rgb = frame->image.row(y) + 3 * x;
            rgb[0] = static_cast<std::uint8_t>(colour.red());
            rgb[1] = static_cast<std::uint8_t>(colour.green());
            rgb[2] = static_cast<std::uint8_t>(colour.blue());
        }
    }
    return frame;
}

/// Clear at the left, opaque at the right.
media::VideoFramePtr makeTranslucent(int width, int height)
{
    auto frame = std::make_shared<media::VideoFrame>(*makeFrame(width, height, true));
    frame->alpha = imaging::LabelMap(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            frame->alpha.at(x, y) = static_cast<std::uint8_t>(std::clamp(x * 400 / width - 70, 0, 255));
    }
    return frame;
}

/// Class 1 in the left half.
inference::StepPredictionPtr makeStep(int width, int height)
{
    auto step = std::make_shared<inference::StepPrediction>();
    step->end = base::MediaTime::fromSeconds(1);
    imaging::LabelMap labels(width, height);
    for (int y = 0; y < height; ++y)
        std::fill_n(&labels.at(0, y), width / 2, std::uint8_t(1));
    step->labels = labels;
    step->objects.push_back({});
    step->objects.back().classIndex = 1;
    return step;
}

struct Difference
{
    int largest = 0;  ///< of a channel
    double share = 0; ///< of pixels in which a channel differs by more than 6
};

Difference compare(const QImage& a, const QImage& b)
{
    if (a.size() != b.size() || a.isNull())
        return {255, 1};
    Difference result;
    qint64 different = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor p = a.pixelColor(x, y);
            const QColor q = b.pixelColor(x, y);
            const int most = std::max({std::abs(p.red() - q.red()), std::abs(p.green() - q.green()),
                                       std::abs(p.blue() - q.blue())});
            result.largest = std::max(result.largest, most);
            different += most > 6;
        }
    }
    result.share = double(different) / (double(a.width()) * a.height());
    return result;
}

} // namespace

class tst_VideoView : public QObject
{
    Q_OBJECT

    models::SegmentationTrack m_track;
    models::ViewState m_state;
    bool m_hasOpenGl = false;

    std::unique_ptr<VideoView> shown(Renderer renderer, QSize size = {500, 376})
    {
        auto view = std::make_unique<VideoView>(&m_track, &m_state, nullptr, renderer);
        view->resize(size);
        view->show();
        if (!QTest::qWaitForWindowExposed(view.get()))
            qFatal("the window does not show");
        return view;
    }

    static void turnWheel(QWidget* view, QPointF at, int notches)
    {
        QWheelEvent event(at, view->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view, &event);
    }

    static QColor shownAt(const VideoView& view, QPointF at)
    {
        const QImage image = const_cast<VideoView&>(view).grab().toImage();
        const QPointF device = at * image.devicePixelRatio();
        return image.pixelColor(static_cast<int>(device.x()), static_cast<int>(device.y()));
    }

    /// Runs one function of this program in another environment.
    static void runAgain(const QString& function, const QStringList& arguments, const QString& variable = {},
                         const QString& value = {})
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (!variable.isEmpty())
            environment.insert(variable, value);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QCoreApplication::applicationFilePath(), QStringList{function} + arguments);
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll());
    }

private Q_SLOTS:
    void initTestCase()
    {
        testing::parkPointer();
        qputenv("TAVIS_RENDERER", "opengl"); // also when it is imitated, as on test machines
        m_hasOpenGl = canvas::chooseRenderer() == Renderer::OpenGl;
        inference::ModelInfo model;
        model.classNames = {"background", "drum"};
        m_track.reset(model);
        m_track.add(makeStep(64, 48));
    }

    void init() { m_state.setOverlayOpacity(0); }

    void environmentChoosesTheRenderer()
    {
        qputenv("TAVIS_RENDERER", "raster");
        QCOMPARE(canvas::chooseRenderer(), Renderer::Raster);
        qputenv("TAVIS_RENDERER", "opengl");
    }

    void bothDrawTheSame_data()
    {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("opacity");
        QTest::addColumn<bool>("gradual");
        QTest::newRow("fitted") << 1.0 << 0.0 << true;
        QTest::newRow("fitted, masks") << 1.0 << 0.6 << true;
        QTest::newRow("grown a little") << 1.2 << 0.6 << true;
        QTest::newRow("single pixels") << 2.3 << 0.0 << false;
        QTest::newRow("single pixels, masks") << 3.0 << 0.6 << false;
        QTest::newRow("grid") << 20.0 << 0.6 << false;
        QTest::newRow("largest") << 500.0 << 0.0 << false;
    }
    void bothDrawTheSame()
    {
        if (!m_hasOpenGl)
            QSKIP("no OpenGL here");
        QFETCH(double, zoom);
        QFETCH(double, opacity);
        QFETCH(bool, gradual);
        m_state.setOverlayOpacity(opacity);
        const auto frame = makeFrame(300, 200, gradual);
        std::array<QImage, 2> pictures;
        for (const Renderer renderer : {Renderer::Raster, Renderer::OpenGl}) {
            const auto view = shown(renderer);
            QCOMPARE(view->renderer(), renderer);
            view->setFrame(frame);
            // The wheel, as far as wanted, each time by the same events.
            for (double turned = 1; turned * 1.19 < zoom; turned *= std::exp2(0.25))
                turnWheel(view.get(), {200, 180}, 1);
            pictures[std::size_t(renderer)] = view->grab().toImage();
        }
        const Difference difference = compare(pictures[0], pictures[1]);
        QVERIFY2(difference.share < 0.002,
                 qPrintable(QString("%1 largest %2").arg(difference.share).arg(difference.largest)));
        QImage black(pictures[1].size(), QImage::Format_RGB32);
        black.fill(Qt::black);
        QVERIFY(compare(pictures[1], black).share > 0.5);
    }

    void aFrameThatStandsInIsMarked_data()
    {
        QTest::addColumn<int>("renderer");
        QTest::newRow("raster") << int(Renderer::Raster);
        QTest::newRow("OpenGL") << int(Renderer::OpenGl);
    }
    void aFrameThatStandsInIsMarked()
    {
        QFETCH(int, renderer);
        if (Renderer(renderer) == Renderer::OpenGl && !m_hasOpenGl)
            QSKIP("no OpenGL here");
        const auto view = shown(Renderer(renderer));
        auto near = std::make_shared<media::VideoFrame>(*makeFrame(300, 200, true));
        near->index = base::FrameIndex(12);
        near->time = base::MediaTime::fromSeconds(0.5);
        auto wanted = std::make_shared<media::VideoFrame>(*near);
        wanted->index = base::FrameIndex(200);
        wanted->time = base::MediaTime::fromSeconds(8);

        view->setNearFrame(near);
        QVERIFY(view->isApproaching());
        QCOMPARE(view->frame()->index, base::FrameIndex(12));
        QVERIFY(view->step()); // its own masks: those up to one second
        const QImage marked = view->grab().toImage();
        view->setFrame(wanted);
        QVERIFY(!view->isApproaching());
        QVERIFY(!view->step());
        const QImage plain = view->grab().toImage();
        // The pictures are the same, so what differs is the mark: small, and in the corner.
        const double share = compare(marked, plain).share;
        QVERIFY2(share > 0.002 && share < 0.03, qPrintable(QString::number(share)));
        const QRect rest(marked.width() / 3, 0, marked.width() * 2 / 3, marked.height());
        QCOMPARE(compare(marked.copy(rest), plain.copy(rest)).share, 0.0);
    }

    void whereTheWantedFrameDoesNotComeTheMarkSaysOnlyTheTime()
    {
        const auto view = shown(Renderer::Raster);
        auto near = std::make_shared<media::VideoFrame>(*makeFrame(300, 200, true));
        near->time = base::MediaTime::fromSeconds(0.5);
        view->setFrame(near);
        view->endApproach(); // the frame shown is the wanted one
        QCOMPARE(view->mark(), QString());
        view->setNearFrame(near);
        const QString approaching = view->mark();
        QVERIFY2(approaching.endsWith(" …"), qPrintable(approaching));
        const QImage before = view->grab().toImage();
        view->endApproach();
        QVERIFY(!view->isApproaching());
        QCOMPARE(view->mark(), approaching.chopped(2));
        QCOMPARE(view->frame(), near);
        QVERIFY(view->grab().toImage() != before);
        view->setFrame(near);
        QCOMPARE(view->mark(), QString());
    }

    void bothLeaveNoPixelOut()
    {
        // One column in eight is white: however small, the picture stays an even grey.
        auto frame = std::make_shared<media::VideoFrame>();
        frame->image = imaging::RgbImage(4096, 1024);
        for (int y = 0; y < 1024; ++y) {
            for (int x = 0; x < 4096; x += 8)
                std::fill_n(frame->image.row(y) + 3 * x, 3, std::uint8_t(255));
        }
        for (const Renderer renderer : {Renderer::Raster, Renderer::OpenGl}) {
            if (renderer == Renderer::OpenGl && !m_hasOpenGl)
                QSKIP("no OpenGL here");
            const auto view = shown(renderer);
            view->setFrame(frame);
            const QImage picture = view->grab().toImage();
            const QRect rect = view->pictureRect().toRect().adjusted(2, 2, -2, -2);
            for (int x = rect.left(); x <= rect.right(); ++x) {
                const int grey = picture.pixelColor(x, rect.center().y()).red();
                QVERIFY2(std::abs(grey - 32) < 24, qPrintable(QString("%1 at %2").arg(grey).arg(x)));
            }
        }
    }

    void bothShowWhatIsClear_data()
    {
        QTest::addColumn<double>("opacity");
        QTest::addColumn<bool>("zoomed");
        QTest::newRow("fitted") << 0.0 << false;
        QTest::newRow("zoomed, masks") << 0.5 << true;
    }
    void bothShowWhatIsClear()
    {
        QFETCH(double, opacity);
        QFETCH(bool, zoomed);
        m_state.setOverlayOpacity(opacity);
        std::array<QImage, 2> pictures;
        for (const Renderer renderer : {Renderer::Raster, Renderer::OpenGl}) {
            if (renderer == Renderer::OpenGl && !m_hasOpenGl)
                QSKIP("no OpenGL here");
            const auto view = shown(renderer);
            view->setFrame(makeTranslucent(300, 200));
            for (int i = 0; zoomed && i < 8; ++i)
                turnWheel(view.get(), {200, 180}, 1);
            pictures[std::size_t(renderer)] = view->grab().toImage();
            const QPointF clear = view->viewport().toWidget({zoomed ? 90.0 : 10.0, 100});
            const QImage& picture = pictures[std::size_t(renderer)];
            if (!zoomed) { // two greys in turn
                QCOMPARE(picture.pixelColor((clear + QPointF(8, 0)).toPoint()),
                         picture.pixelColor((clear + QPointF(0, 8)).toPoint()));
                QVERIFY(picture.pixelColor((clear + QPointF(8, 0)).toPoint()) !=
                        picture.pixelColor(clear.toPoint()));
            }
        }
        const Difference difference = compare(pictures[0], pictures[1]);
        QVERIFY2(difference.share < 0.002,
                 qPrintable(QString("%1 largest %2").arg(difference.share).arg(difference.largest)));
    }

    void filesKeepTheirTransparency()
    {
        const QTemporaryDir folder;
        QImage image(48, 32, QImage::Format_ARGB32);
        image.fill(QColor(200, 40, 60));
        for (int x = 0; x < 48; ++x)
            image.setPixelColor(x, 5, QColor(200, 40, 60, x * 5));
        QVERIFY(image.save(folder.filePath("clear.png")));
        image.fill(QColor(10, 20, 30));
        QVERIFY(image.save(folder.filePath("opaque.png")));
        const auto read = [&](const char* name) {
            auto decoder = media::VideoDecoder::open(folder.filePath(name));
            return decoder ? (*decoder)->read(base::FrameIndex(0)) : decoder.error();
        };
        const auto clear = read("clear.png");
        QVERIFY(clear);
        QCOMPARE((*clear)->alpha.width, 48);
        QCOMPARE(int((*clear)->alpha.at(10, 5)), 50);
        QCOMPARE(int((*clear)->alpha.at(10, 6)), 255);
        const auto opaque = read("opaque.png");
        QVERIFY(opaque);
        QVERIFY((*opaque)->alpha.isEmpty());
        const auto view = shown(Renderer::Raster);
        view->setFrame(*clear);
        std::optional<PixelReading> last;
        connect(view.get(), &VideoView::pixelHovered, this,
                [&](const std::optional<PixelReading>& reading) { last = reading; });
        testing::hover(view.get(), view->viewport().toWidget({10.5, 5.5}).toPoint());
        QTRY_VERIFY(last);
        QCOMPARE(last->place, QPoint(10, 5));
        QCOMPARE(last->colour.alpha(), 50);
    }

    void bothSayTheSame()
    {
        if (!m_hasOpenGl)
            QSKIP("no OpenGL here");
        std::array<QImage, 2> pictures;
        for (const Renderer renderer : {Renderer::Raster, Renderer::OpenGl}) {
            const auto view = shown(renderer);
            const QImage before = view->grab().toImage();
            view->setHint("Drop a video here");
            view->setDropTarget(true);
            pictures[std::size_t(renderer)] = view->grab().toImage();
            QVERIFY(compare(before, pictures[std::size_t(renderer)]).largest > 30);
        }
        QVERIFY(compare(pictures[0], pictures[1]).largest < 8);
    }

    void actualSizeIsExact_data()
    {
        QTest::addColumn<Renderer>("renderer");
        QTest::newRow("raster") << Renderer::Raster;
        QTest::newRow("OpenGL") << Renderer::OpenGl;
    }
    void actualSizeIsExact()
    {
        QFETCH(Renderer, renderer);
        if (renderer == Renderer::OpenGl && !m_hasOpenGl)
            QSKIP("no OpenGL here");
        const auto view = shown(renderer);
        view->setFrame(makeFrame(1111, 777));
        view->zoomToActualSize();
        const QImage image = view->grab().toImage();
        const QPoint origin = view->viewport().deviceRect().topLeft().toPoint();
        QVERIFY(origin.x() < 0 && origin.y() < 0);
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                QCOMPARE(image.pixelColor(x, y), colourOf(x - origin.x(), y - origin.y()));
        }
    }

    void actualSizeIsExactOnDenseScreens()
    {
        for (const char* factor : {"1.5", "2"}) {
            runAgain("actualSizeIsExact", {}, "QT_SCALE_FACTOR", factor);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void worksWithoutOpenGl()
    {
        if (QGuiApplication::platformName() != "offscreen") {
            runAgain("worksWithoutOpenGl", {"-platform", "offscreen"});
            return;
        }
        QVERIFY(!m_hasOpenGl);
        const auto view = shown(canvas::chooseRenderer());
        view->setFrame(makeFrame(300, 200));
        view->zoomToActualSize();
        QCOMPARE(shownAt(*view, view->viewport().toWidget({10.5, 20.5})), colourOf(10, 20));
    }

    void goesOnWhenOpenGlFails()
    {
        if (!m_hasOpenGl)
            QSKIP("no OpenGL here");
        const auto view = shown(Renderer::OpenGl);
        view->setFrame(makeFrame(300, 200));
        view->zoomToActualSize();
        auto* surface = view->findChild<QWidget*>("glSurface");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("drawing without OpenGL after all.*lost"));
        QVERIFY(QMetaObject::invokeMethod(surface, "failed", Q_ARG(QString, "lost")));
        QCOMPARE(view->renderer(), Renderer::Raster);
        QCOMPARE(shownAt(*view, view->viewport().toWidget({10.5, 20.5})), colourOf(10, 20));
    }

    void wheelZoomsOnThePointer()
    {
        const auto view = shown(Renderer::Raster);
        view->setFrame(makeFrame(900, 700));
        const QPointF pointer = view->viewport().toWidget({123.5, 45.5});
        QSignalSpy changed(view.get(), &VideoView::viewportChanged);
        for (int i = 0; i < 40; ++i)
            turnWheel(view.get(), pointer, 1);
        QCOMPARE(view->viewport().scale(), canvas::Viewport::kMaxScale);
        QVERIFY(changed.count() >= 20);
        QCOMPARE(*view->viewport().pixelAt(pointer), QPoint(123, 45));
        QCOMPARE(shownAt(*view, view->viewport().toWidget({123.5, 45.5})), colourOf(123, 45));
        for (int i = 0; i < 60; ++i)
            turnWheel(view.get(), pointer, -1);
        QVERIFY(view->viewport().isFitted());
    }

    void stepsFollowThePointerOrTheCentre()
    {
        const auto view = shown(Renderer::Raster);
        view->setFrame(makeFrame(300, 200));
        const QPointF pointer = view->viewport().toWidget({30.5, 160.5});
        testing::hover(view.get(), pointer);
        const QPoint before = *view->viewport().pixelAt(pointer.toPoint());
        for (int i = 0; i < 8; ++i)
            view->zoomIn();
        QCOMPARE(*view->viewport().pixelAt(pointer.toPoint()), before);
        view->zoomOut();
        QCOMPARE(*view->viewport().pixelAt(pointer.toPoint()), before);
        view->zoomToFit();
        QVERIFY(view->viewport().isFitted());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(view.get(), &leave);
        view->zoomIn();
        const QPointF centre(view->width() / 2.0, view->height() / 2.0);
        QVERIFY(std::abs(view->viewport().toPicture(centre).x() - 150) < 1);
    }

    void dragMovesAndIsNoClick()
    {
        const auto view = shown(Renderer::Raster);
        view->setFrame(makeFrame(300, 200));
        QSignalSpy clicked(view.get(), &VideoView::clicked);
        for (int i = 0; i < 12; ++i)
            turnWheel(view.get(), {250, 190}, 1);
        const QPointF before = view->pictureRect().topLeft();
        QTest::mousePress(view.get(), Qt::LeftButton, {}, {250, 190});
        QTest::mouseMove(view.get(), {270, 200});
        QTest::mouseMove(view.get(), {290, 165});
        QTest::mouseRelease(view.get(), Qt::LeftButton, {}, {290, 165});
        QCOMPARE(view->pictureRect().topLeft(), before + QPointF(40, -25));
        QCOMPARE(clicked.count(), 0);
        // With the middle button from the first pixel on.
        QTest::mousePress(view.get(), Qt::MiddleButton, {}, {250, 190});
        QTest::mouseMove(view.get(), {252, 190});
        QTest::mouseRelease(view.get(), Qt::MiddleButton, {}, {252, 190});
        QCOMPARE(view->pictureRect().topLeft(), before + QPointF(42, -25));
        QCOMPARE(clicked.count(), 0);
        QTest::mouseClick(view.get(), Qt::LeftButton, {}, {250, 190});
        QCOMPARE(clicked.count(), 1);
    }

    void fittedPicturesFollowTheSize()
    {
        const auto view = shown(Renderer::Raster);
        view->setFrame(makeFrame(300, 200));
        view->resize(700, 300);
        QTRY_COMPARE(view->size(), QSize(700, 300));
        QVERIFY(view->viewport().isFitted());
        QCOMPARE(qRound(view->pictureRect().height()), 300 - 24);
        view->zoomIn();
        const double scale = view->viewport().scale();
        view->setFrame(makeFrame(300, 200)); // the next frame of the clip
        QCOMPARE(view->viewport().scale(), scale);
        view->setFrame(nullptr); // another clip
        view->setFrame(makeFrame(300, 200));
        QVERIFY(view->viewport().isFitted());
    }

    void pointerReadsPixels()
    {
        m_state.setOverlayOpacity(0.5);
        const auto view = shown(Renderer::Raster);
        std::optional<PixelReading> last;
        connect(view.get(), &VideoView::pixelHovered, this,
                [&](const std::optional<PixelReading>& reading) { last = reading; });
        view->setFrame(makeFrame(300, 200));
        testing::hover(view.get(), view->viewport().toWidget({20.5, 30.5}).toPoint());
        QTRY_VERIFY(last);
        QCOMPARE(last->colour, colourOf(last->place.x(), last->place.y()));
        QVERIFY(std::abs(last->place.x() - 20) <= 1 && std::abs(last->place.y() - 30) <= 1);
        QCOMPARE(last->classIndex, 1);
        m_state.setClassVisible(1, false);
        QCOMPARE(last->classIndex, 0);
        m_state.showAllClasses();
        testing::hover(view.get(), view->viewport().toWidget({280.5, 30.5}).toPoint());
        QTRY_COMPARE(last->classIndex, 0);
        view->setFrame(makeFrame(300, 200, true)); // the same place, another picture
        QCOMPARE(last->colour.blue(), 128);
        testing::hover(view.get(), {2, 2});
        QTRY_VERIFY(!last);
    }

    void tipNamesTheClass()
    {
        const auto view = shown(Renderer::Raster);
        view->setFrame(makeFrame(300, 200));
        const QPoint at = view->viewport().toWidget({20, 30}).toPoint();
        QHelpEvent help(QEvent::ToolTip, at, view->mapToGlobal(at));
        QCoreApplication::sendEvent(view.get(), &help);
        QTRY_COMPARE(QToolTip::text(), "drum");
        QToolTip::hideText();
    }
};

QTEST_MAIN(tst_VideoView)
#include "tst_VideoView.moc"
