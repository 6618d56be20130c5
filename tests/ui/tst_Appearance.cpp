// SPDX-License-Identifier: GPL-3.0-or-later
// What the window looks like, in both themes. With TAVIS_SCREENSHOTS set to a folder, the pictures are kept.
#include "support/TestMedia.h"
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"
#include "ui/timeline/WaveformView.h"
#include "ui/widgets/LegendPanel.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/ThemeController.h"

#include <QDir>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <set>

using namespace avs;
using widgets::ThemeChoice;

class tst_Appearance : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<testing::FakeModelControl> m_control;
    std::unique_ptr<widgets::ThemeController> m_theme;
    std::unique_ptr<testing::StudioFixture> m_studio;

    void begin(ThemeChoice choice)
    {
        m_theme = std::make_unique<widgets::ThemeController>(choice);
        m_control = std::make_shared<testing::FakeModelControl>();
        m_control->totalSteps = 8;
        m_control->clipSeconds = 4;
        m_control->width = 640;
        m_control->height = 360;
        m_studio = std::make_unique<testing::StudioFixture>(testing::fakeModelFactory(m_control));
        m_studio->show();
    }

    QImage keep(const QString& name) const
    {
        const QImage image = m_studio->window->grab().toImage();
        const QString folder = qEnvironmentVariable("TAVIS_SCREENSHOTS");
        if (!folder.isEmpty())
            image.save(QDir(folder).filePath(name + ".png"));
        return image;
    }

    static int coloursIn(const QImage& image)
    {
        std::set<QRgb> colours;
        for (int y = 0; y < image.height(); y += 7) {
            for (int x = 0; x < image.width(); x += 7)
                colours.insert(image.pixel(x, y));
        }
        return static_cast<int>(colours.size());
    }

    void openClip() const
    {
        m_studio->window->openClip(m_folder.filePath("street musicians.mp4"));
        QTRY_VERIFY(m_studio->video()->frame());
        QTRY_COMPARE(m_studio->find<timeline::WaveformView>("waveformView")->sound(),
                     timeline::WaveformView::Sound::Ready);
    }

private Q_SLOTS:
    void initTestCase()
    {
        testing::ClipSpec spec;
        spec.width = 640;
        spec.height = 360;
        spec.frames = 100;
        spec.sound = true;
        spec.wave = [](double t, int) {
            return static_cast<float>(std::sin(t * 2764) * (0.15 + 0.6 * std::pow(std::sin(t * 2.3), 2)));
        };
        QVERIFY(testing::writeClip(m_folder.filePath("street musicians.mp4"), spec));
    }

    void cleanup()
    {
        m_studio.reset();
        m_theme.reset();
    }

    void bothThemesShowTheWork_data()
    {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::Light;
        QTest::newRow("dark") << ThemeChoice::Dark;
    }

    void bothThemesShowTheWork()
    {
        QFETCH(ThemeChoice, choice);
        begin(choice);
        const QString name = QTest::currentDataTag();
        const QImage empty = keep(name + "-empty");
        QCOMPARE(QColor(empty.pixel(m_studio->video()->mapTo(m_studio->window.get(), QPoint(4, 4)))),
                 widgets::currentTheme().stage);

        m_control->allowed = 5;
        openClip();
        QTest::mouseClick(m_studio->find<QPushButton>("segmentButton"), Qt::LeftButton);
        auto* legend = m_studio->find<QListView>("legendList")->model();
        QTRY_COMPARE(legend->rowCount(), 2);
        m_studio->player.seek(base::MediaTime::fromSeconds(1.7));
        QTRY_VERIFY(m_studio->video()->step() && m_studio->video()->step()->step == 3);
        keep(name + "-running");
        m_control->allowed = 1000;
        QTRY_COMPARE(legend->rowCount(), 3);
        m_studio->player.seek(base::MediaTime::fromSeconds(3.7));
        QTRY_VERIFY(m_studio->video()->step() && m_studio->video()->step()->step == 7);
        m_studio->view()->setClassVisible(2, false);
        const QImage done = keep(name + "-done");
        QVERIFY(coloursIn(done) > coloursIn(empty));

        m_studio->window->openClip("/nowhere/a clip with quite a long name that does not exist.mp4");
        QTRY_VERIFY(m_studio->find<widgets::MessageBanner>("messageBanner")->isVisible());
        keep(name + "-error");
    }

    void longNamesDoNotWidenThePanel()
    {
        begin(ThemeChoice::Light);
        auto* panel = m_studio->find<widgets::LegendPanel>("segmentPanel");
        const int before = panel->width();
        openClip();
        QTest::mouseClick(m_studio->find<QPushButton>("segmentButton"), Qt::LeftButton);
        QTRY_COMPARE(m_studio->find<QListView>("legendList")->model()->rowCount(), 3);
        QCOMPARE(panel->width(), before);
    }

    void fitsASmallScreen()
    {
        begin(ThemeChoice::Light);
        openClip();
        m_studio->window->resize(900, 600);
        QTRY_COMPARE(m_studio->window->size(), QSize(900, 600));
        keep("small");
        QVERIFY(m_studio->video()->height() > 250);
    }
};

QTEST_MAIN(tst_Appearance)
#include "tst_Appearance.moc"
