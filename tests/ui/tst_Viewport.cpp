// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/Viewport.h"

#include <QTest>

#include <cmath>

using avs::canvas::Viewport;

class tst_Viewport : public QObject
{
    Q_OBJECT

    static Viewport made(QSize picture, QSizeF widget, double ratio)
    {
        Viewport viewport;
        viewport.setPicture(picture);
        viewport.setWidget(widget, ratio);
        return viewport;
    }

    static double distance(QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

private Q_SLOTS:
    void nothingWithoutPicture()
    {
        Viewport viewport;
        viewport.setWidget({400, 300}, 1);
        viewport.zoomBy(2, {10, 10});
        viewport.panBy({5, 5});
        viewport.zoomToActualSize({10, 10});
        QVERIFY(viewport.pictureRect().isEmpty());
        QCOMPARE(viewport.scale(), 0.0);
        QVERIFY(!viewport.pixelAt({200, 150}));
    }

    void fitsAndFollowsTheSize_data()
    {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<double>("ratio");
        QTest::newRow("wide") << QSize(1920, 1080) << 1.0;
        QTest::newRow("tall") << QSize(600, 1200) << 1.0;
        QTest::newRow("small") << QSize(32, 24) << 1.0;
        QTest::newRow("doubled") << QSize(1920, 1080) << 2.0;
        QTest::newRow("and a quarter") << QSize(641, 363) << 1.25;
    }
    void fitsAndFollowsTheSize()
    {
        QFETCH(QSize, picture);
        QFETCH(double, ratio);
        Viewport viewport = made(picture, {800, 600}, ratio);
        for (const QSizeF widget : {QSizeF(800, 600), QSizeF(500, 700), QSizeF(1333, 401)}) {
            viewport.setWidget(widget, ratio);
            const QRectF rect = viewport.pictureRect();
            const QRectF stage = QRectF(QPointF(), widget).adjusted(12, 12, -12, -12);
            QVERIFY(viewport.isFitted());
            QVERIFY(stage.adjusted(-0.51, -0.51, 0.51, 0.51).contains(rect));
            QVERIFY(std::abs(rect.width() - stage.width()) < 0.01 ||
                    std::abs(rect.height() - stage.height()) < 0.01);
            QVERIFY(distance(rect.center(), stage.center()) < 1);
            QVERIFY(std::abs(rect.width() / rect.height() - double(picture.width()) / picture.height()) <
                    0.01);
        }
    }

    void actualSizeIsOneDevicePixelEach_data()
    {
        QTest::addColumn<double>("ratio");
        for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.0})
            QTest::addRow("%g", ratio) << ratio;
    }
    void actualSizeIsOneDevicePixelEach()
    {
        QFETCH(double, ratio);
        Viewport viewport = made({1920, 1080}, {801, 601}, ratio);
        viewport.zoomToActualSize({300.3, 200.7});
        QCOMPARE(viewport.scale(), 1.0);
        QVERIFY(!viewport.isSmooth());
        const QRectF device = viewport.deviceRect();
        QCOMPARE(device.size(), QSizeF(1920, 1080));
        QCOMPARE(device.left(), std::round(device.left()));
        QCOMPARE(device.top(), std::round(device.top()));
    }

    void zoomKeepsWhatIsUnderThePointer_data()
    {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<double>("ratio");
        QTest::newRow("hd") << QSize(1920, 1080) << 1.0;
        QTest::newRow("hd doubled") << QSize(1920, 1080) << 2.0;
        QTest::newRow("odd") << QSize(333, 517) << 1.5;
        QTest::newRow("8k") << QSize(7680, 4320) << 1.0;
    }
    void zoomKeepsWhatIsUnderThePointer()
    {
        QFETCH(QSize, picture);
        QFETCH(double, ratio);
        for (const QPointF share :
             {QPointF(0.5, 0.5), QPointF(0.03, 0.9), QPointF(0.99, 0.01), QPointF(0.3, 0.62)}) {
            Viewport viewport = made(picture, {811, 603}, ratio);
            const QRectF rect = viewport.pictureRect();
            const QPointF pointer(rect.left() + share.x() * rect.width(),
                                  rect.top() + share.y() * rect.height());
            const QPointF place = viewport.toPicture(pointer);
            int steps = 0;
            while (viewport.scale() < Viewport::kMaxScale) {
                viewport.zoomBy(1.19, pointer);
                // Half a device pixel, as pictures begin on whole ones.
                QVERIFY2(distance(viewport.toWidget(place), pointer) * ratio < 0.75,
                         qPrintable(QString::number(viewport.scale())));
                QVERIFY(++steps < 200);
            }
            QCOMPARE(viewport.scale(), Viewport::kMaxScale);
            QCOMPARE(*viewport.pixelAt(pointer), QPoint(static_cast<int>(viewport.toPicture(pointer).x()),
                                                        static_cast<int>(viewport.toPicture(pointer).y())));
            QVERIFY(!viewport.isSmooth());
            while (!viewport.isFitted()) {
                viewport.zoomBy(1 / 1.3, pointer);
                QVERIFY(++steps < 400);
            }
            QCOMPARE(viewport.pictureRect(), rect);
        }
    }

    void stopsAtActualSizeOnTheWay()
    {
        Viewport viewport = made({1920, 1080}, {800, 600}, 1);
        bool stopped = false;
        for (int i = 0; i < 20; ++i) {
            viewport.zoomBy(1.37, {400, 300});
            stopped = stopped || viewport.scale() == 1;
        }
        QVERIFY(stopped);
    }

    void smallPicturesCanBeSeenAtActualSize()
    {
        Viewport viewport = made({40, 30}, {800, 600}, 1);
        QVERIFY(viewport.scale() > 10);
        for (int i = 0; i < 40; ++i)
            viewport.zoomBy(0.8, {400, 300});
        QCOMPARE(viewport.scale(), 1.0);
    }

    void panningStopsWithTheEdgeAtTheCentre()
    {
        Viewport viewport = made({1920, 1080}, {800, 600}, 1);
        viewport.panBy({100, 100});
        QVERIFY(viewport.isFitted());
        viewport.zoomBy(4, {400, 300});
        const QPointF before = viewport.pictureRect().topLeft();
        viewport.panBy({30, -20});
        QCOMPARE(viewport.pictureRect().topLeft(), before + QPointF(30, -20));
        viewport.panBy({1e6, -1e6});
        QCOMPARE(viewport.pictureRect().left(), 400.0);
        QVERIFY(std::abs(viewport.pictureRect().bottom() - 300) <= 1);
        viewport.panBy({-2e6, 2e6});
        QVERIFY(std::abs(viewport.pictureRect().right() - 400) <= 1);
        QCOMPARE(viewport.pictureRect().top(), 300.0);
    }

    void resizingKeepsTheMiddle()
    {
        Viewport viewport = made({1920, 1080}, {800, 600}, 1);
        viewport.zoomBy(5, {500, 350});
        const double scale = viewport.scale();
        const QPointF middle = viewport.toPicture({400, 300});
        viewport.setWidget({1100, 420}, 1);
        QCOMPARE(viewport.scale(), scale);
        QVERIFY(distance(viewport.toPicture({550, 210}), middle) * scale < 1);
    }

    void anotherPictureIsFitted()
    {
        Viewport viewport = made({1920, 1080}, {800, 600}, 1);
        viewport.zoomBy(5, {500, 350});
        viewport.setPicture({1920, 1080});
        QVERIFY(!viewport.isFitted());
        viewport.setPicture({640, 480});
        QVERIFY(viewport.isFitted());
    }

    void pixelsAtTheEdges()
    {
        Viewport viewport = made({100, 50}, {800, 600}, 1);
        const QRectF rect = viewport.pictureRect();
        QCOMPARE(*viewport.pixelAt(rect.topLeft() + QPointF(0.1, 0.1)), QPoint(0, 0));
        QCOMPARE(*viewport.pixelAt(rect.bottomRight() - QPointF(0.1, 0.1)), QPoint(99, 49));
        QVERIFY(!viewport.pixelAt(rect.topLeft() - QPointF(0.1, 0)));
        QVERIFY(!viewport.pixelAt(rect.bottomRight() + QPointF(0, 0.1)));
    }
};

QTEST_GUILESS_MAIN(tst_Viewport)
#include "tst_Viewport.moc"
