// SPDX-License-Identifier: GPL-3.0-or-later
// The settings dialog and the cheat sheet, over a whole window.
#include "ui/FakeModel.h"
#include "ui/StudioFixture.h"
#include "ui/main/Settings.h"
#include "ui/widgets/Theme.h"
#include "ui/widgets/ThemeController.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace avs;
using widgets::ThemeChoice;

class tst_Settings : public QObject
{
    Q_OBJECT

    std::unique_ptr<widgets::ThemeController> m_theme;
    std::unique_ptr<testing::StudioFixture> m_studio;

    void start(std::shared_ptr<testing::IsolatedSettings> settings = nullptr)
    {
        m_studio = std::make_unique<testing::StudioFixture>(
            testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>()), std::move(settings),
            m_theme.get());
        m_studio->show();
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(m_studio->window.get(), key, modifiers);
    }

    void openSettings(int page) const
    {
        press(Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(QTest::qWaitForWindowActive(m_studio->find<QDialog>("settingsDialog")));
        m_studio->find<QListWidget>("settingsPages")->setCurrentRow(page);
    }

    void closeDialog(const char* name) const
    {
        QTest::keyClick(m_studio->find<QDialog>(name), Qt::Key_Escape);
        QTRY_VERIFY(!m_studio->window->findChild<QDialog*>(name));
        m_studio->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_studio->window.get()));
    }

    QTreeWidgetItem* item(const QString& text) const
    {
        return m_studio->find<QTreeWidget>("shortcutTree")
            ->findItems(text, Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    }

    void choose(const QString& text) const
    {
        auto* tree = m_studio->find<QTreeWidget>("shortcutTree");
        tree->scrollToItem(item(text));
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualItemRect(item(text)).center());
        QCOMPARE(tree->currentItem(), item(text));
    }

    void record(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        auto* recorder = m_studio->find<QLineEdit>("shortcutRecorder");
        QTest::mouseClick(recorder, Qt::LeftButton);
        QTest::keyClick(recorder, key, modifiers);
    }

    template <typename T>
    void pick(const char* name, const T& data) const
    {
        auto* box = m_studio->find<QComboBox>(name);
        const int wanted = box->findData(data);
        QVERIFY(wanted >= 0);
        box->setFocus();
        while (box->currentIndex() > wanted)
            QTest::keyClick(box, Qt::Key_Up);
        while (box->currentIndex() < wanted)
            QTest::keyClick(box, Qt::Key_Down);
    }

    QAction* action(const char* id) const { return m_studio->find<QAction>(id); }

    void openModelPage() const
    {
        QTRY_VERIFY(m_studio->window->session()->modelState() == models::ClipSession::ModelState::Ready);
        openSettings(3);
        QVERIFY(m_studio->find<QPushButton>("chooseModelButton")->isVisible());
    }

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<widgets::ThemeController>(ThemeChoice::Light);
        start();
    }
    void cleanup()
    {
        m_studio.reset();
        m_theme.reset();
    }

    void aKeyIsChangedAndUsed()
    {
        openSettings(2);
        choose("Segmentation panel");
        record(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(item("Segmentation panel")->text(1), QString("Ctrl+Shift+P"));
        QVERIFY(!m_studio->find<QPushButton>("shortcutTake")->isVisible());
        closeDialog("settingsDialog");
        QVERIFY(action("window.segmentation")->toolTip().contains("Ctrl+Shift+P"));
        press(Qt::Key_F9);
        QVERIFY(action("window.segmentation")->isChecked());
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!action("window.segmentation")->isChecked());

        const auto settings = m_studio->settings();
        m_studio.reset();
        start(settings);
        QCOMPARE(action("window.segmentation")->shortcut(), QKeySequence("Ctrl+Shift+P"));
    }

    void conflictsAreSaidAndCanBeTakenOver()
    {
        openSettings(2);
        choose("Reset layout");
        record(Qt::Key_E, Qt::ControlModifier);
        auto* take = m_studio->find<QPushButton>("shortcutTake");
        const QString said = m_studio->find<QLabel>("shortcutConflict")->text();
        QVERIFY2(said.contains("Ctrl+E") && said.contains("Export"), qPrintable(said));
        QVERIFY(take->isVisible());
        QCOMPARE(action("window.resetLayout")->shortcut(), QKeySequence());
        QCOMPARE(action("file.export")->shortcut(), QKeySequence("Ctrl+E"));

        QTest::mouseClick(take, Qt::LeftButton);
        QVERIFY(!take->isVisible());
        QCOMPARE(action("window.resetLayout")->shortcut(), QKeySequence("Ctrl+E"));
        QCOMPARE(action("file.export")->shortcut(), QKeySequence());
        QCOMPARE(item("Export")->text(1), QString());

        QTest::mouseClick(m_studio->find<QPushButton>("shortcutResetAll"), Qt::LeftButton);
        QCOMPARE(action("window.resetLayout")->shortcut(), QKeySequence());
        QCOMPARE(action("file.export")->shortcut(), QKeySequence("Ctrl+E"));
    }

    void oneKeyIsRemovedAndReset()
    {
        openSettings(2);
        choose("Mute");
        auto* reset = m_studio->find<QPushButton>("shortcutReset");
        QVERIFY(!reset->isEnabled());
        QTest::mouseClick(m_studio->find<QPushButton>("shortcutRemove"), Qt::LeftButton);
        QCOMPARE(action("playback.mute")->shortcut(), QKeySequence());
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(action("playback.mute")->shortcut(), QKeySequence(Qt::Key_M));
        QCOMPARE(item("Mute")->text(1), QString("M"));
    }

    /// Keys that dialogs and fields use themselves.
    void everyKeyCanBeRecorded_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::newRow("Tab") << Qt::Key_Tab << Qt::KeyboardModifiers(Qt::ControlModifier);
        QTest::newRow("Return") << Qt::Key_Return << Qt::KeyboardModifiers(Qt::AltModifier);
        QTest::newRow("Delete") << Qt::Key_Delete << Qt::KeyboardModifiers();
        QTest::newRow("F-key") << Qt::Key_F7 << Qt::KeyboardModifiers(Qt::ShiftModifier);
    }

    void everyKeyCanBeRecorded()
    {
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        openSettings(2);
        choose("Reset layout");
        record(key, modifiers);
        QCOMPARE(action("window.resetLayout")->shortcut(), QKeySequence(QKeyCombination(modifiers, key)));
        QVERIFY(m_studio->find<QDialog>("settingsDialog")->isVisible());
    }

    void shortcutsAreSearched()
    {
        openSettings(2);
        QTest::keyClicks(m_studio->find<QLineEdit>("shortcutSearch"), "frame ba");
        QVERIFY(!item("One frame back")->isHidden());
        QVERIFY(item("Mute")->isHidden());
        QVERIFY(item("Segmentation")->isHidden()); // a group with nothing in it
        m_studio->find<QLineEdit>("shortcutSearch")->clear();
        QTest::keyClicks(m_studio->find<QLineEdit>("shortcutSearch"), "ctrl+e");
        QVERIFY(!item("Export")->isHidden());
    }

    void theCheatSheetShowsPresentKeys()
    {
        press(Qt::Key_F1);
        auto* sheet = m_studio->find<QDialog>("cheatSheet");
        QVERIFY(QTest::qWaitForWindowActive(sheet));
        const auto keysOf = [&sheet](const char* id) {
            QStringList texts;
            for (const QLabel* label : sheet->findChild<QWidget*>(id)->findChildren<QLabel*>())
                texts.append(label->text());
            return texts;
        };
        QCOMPARE(keysOf("playback.mute"), QStringList({"Mute", "M"}));
        for (const QAction* each : m_studio->window->actions())
            QVERIFY2(each->objectName().isEmpty() || sheet->findChild<QWidget*>(each->objectName()),
                     qPrintable(each->objectName()));
        QTest::keyClicks(m_studio->find<QLineEdit>("cheatSearch"), "mute");
        QTRY_VERIFY(!sheet->findChild<QWidget*>("file.open"));
        QVERIFY(sheet->findChild<QWidget*>("playback.mute"));
        closeDialog("cheatSheet");

        openSettings(2);
        choose("Mute");
        record(Qt::Key_F4);
        closeDialog("settingsDialog");
        press(Qt::Key_F1);
        sheet = m_studio->find<QDialog>("cheatSheet");
        QCOMPARE(keysOf("playback.mute"), QStringList({"Mute", "F4"}));
    }

    void coloursChangeAtOnceAndStay()
    {
        openSettings(0);
        pick("themeChoice", static_cast<int>(ThemeChoice::Dark));
        QVERIFY(widgets::currentTheme().dark);
        QVERIFY(action("window.themeDark")->isChecked());
        QCOMPARE(QSettings().value(main::kThemeKey).toString(), QString("dark"));
        action("window.themeLight")->trigger();
        QVERIFY(!widgets::currentTheme().dark);
        QCOMPARE(m_studio->find<QComboBox>("themeChoice")->currentData().toInt(),
                 static_cast<int>(ThemeChoice::Light));
    }

    void languageChangesAtOnceAndStays_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("segment");
        QTest::addColumn<QString>("mute");
        QTest::newRow("German") << "de"
                                << "Segmentieren"
                                << "Stummschalten (M)";
        QTest::newRow("Chinese") << "zh_CN"
                                 << "分割"
                                 << "静音 (M)";
    }

    void languageChangesAtOnceAndStays()
    {
        QFETCH(QString, code);
        QFETCH(QString, segment);
        QFETCH(QString, mute);
        auto* button = m_studio->find<QPushButton>("segmentButton");
        const QString menu = m_studio->window->menuBar()->actions().constFirst()->text();
        const QString hint = m_studio->video()->hint();
        const QString title = m_studio->find<QWidget>("segmentDock")->windowTitle();
        openSettings(0);
        pick("languageChoice", code);
        QTRY_COMPARE(button->text(), segment);
        QTRY_COMPARE(m_studio->find<QToolButton>("muteButton")->toolTip(), mute);
        QVERIFY(m_studio->window->menuBar()->actions().constFirst()->text() != menu);
        QVERIFY(m_studio->video()->hint() != hint);
        QVERIFY(m_studio->find<QWidget>("segmentDock")->windowTitle() != title);
        QVERIFY(m_studio->find<QDialog>("settingsDialog")->windowTitle() != "Settings");
        QCOMPARE(QSettings().value(main::kLanguageKey).toString(), code);
        for (const auto* each : m_studio->window->findChildren<QAction*>())
            QVERIFY2(!each->toolTip().contains("(&") && !each->toolTip().contains("()"),
                     qPrintable(each->toolTip()));
        pick("languageChoice", "en");
        QTRY_COMPARE(button->text(), QString("Segment"));
        QTRY_COMPARE(m_studio->video()->hint(), hint);
    }

    void playbackSettingsAreKept()
    {
        openSettings(1);
        auto* size = m_studio->find<QSpinBox>("frameCacheSize");
        QCOMPARE(size->value(), main::frameCacheMb());
        size->setFocus();
        size->selectAll();
        QTest::keyClicks(size, "256");
        QTest::keyClick(size, Qt::Key_Return);
        QVERIFY(m_studio->find<QDialog>("settingsDialog")->isVisible());
        QCOMPARE(main::frameCacheMb(), 256);
        auto* hardware = m_studio->find<QCheckBox>("hardwareDecoding");
        QVERIFY(hardware->isChecked());
        QTest::keyClick(hardware, Qt::Key_Space);
        QVERIFY(!main::hardwareDecoding());
    }

    void nonsenseInTheSettingsIsBounded()
    {
        QSettings().setValue(main::kFrameCacheKey, -5);
        QCOMPARE(main::frameCacheMb(), main::kSmallestFrameCacheMb);
        QSettings().setValue(main::kFrameCacheKey, "much");
        QCOMPARE(main::frameCacheMb(), main::kSmallestFrameCacheMb);
    }

    void anotherModelTakesTheFirstsPlace()
    {
        openModelPage();
        auto* description = m_studio->find<QLabel>("modelDescription");
        QVERIFY2(description->text().startsWith("Fake model") && description->text().contains("3 class"),
                 qPrintable(description->text()));
        QVERIFY(!m_studio->find<QPushButton>("ownModelButton")->isEnabled());
        auto control = std::make_shared<testing::FakeModelControl>();
        control->classNames = {"background", "bell"};
        m_studio->nextModel = testing::fakeModelFactory(control);
        m_studio->prompts.model = "/models/other.safetensors";
        QTest::mouseClick(m_studio->find<QPushButton>("chooseModelButton"), Qt::LeftButton);
        QTRY_VERIFY2(description->text().contains("1 class"), qPrintable(description->text()));
        QCOMPARE(m_studio->madeModels.back().first, QString("/models/other.safetensors"));
        QVERIFY(m_studio->find<QLabel>("modelFile")->text().contains("other.safetensors"));
        pick("modelDevice", static_cast<int>(inference::DeviceChoice::Cpu));
        QTRY_COMPARE(m_studio->madeModels.back().second, inference::DeviceChoice::Cpu);
        QTRY_COMPARE(QSettings().value(main::kModelDeviceKey).toString(), QString("cpu"));
        QVERIFY((main::ModelChoice::saved() ==
                 main::ModelChoice::Value{"/models/other.safetensors", inference::DeviceChoice::Cpu}));
        auto* own = m_studio->find<QPushButton>("ownModelButton");
        QTRY_VERIFY(own->isEnabled());
        QTest::mouseClick(own, Qt::LeftButton);
        QTRY_COMPARE(main::ModelChoice::saved().path, QString());
        closeDialog("settingsDialog");
    }

    void aWrongModelIsSaidAndTheOldOneStays()
    {
        openModelPage();
        auto control = std::make_shared<testing::FakeModelControl>();
        control->failsToLoad = true;
        m_studio->nextModel = testing::fakeModelFactory(control);
        m_studio->prompts.model = "/models/wrong.safetensors";
        QTest::mouseClick(m_studio->find<QPushButton>("chooseModelButton"), Qt::LeftButton);
        QTRY_VERIFY(m_studio->find<QWidget>("messageBanner")->isVisible());
        QVERIFY(m_studio->find<QLabel>("messageText")->text().contains("not a TAViS model"));
        QTRY_VERIFY(m_studio->find<QLabel>("modelDescription")->text().startsWith("Fake model"));
        QVERIFY(!m_studio->find<QLabel>("modelFile")->text().contains("wrong"));
        QCOMPARE(main::ModelChoice::saved().path, QString());
        QCOMPARE(m_studio->window->session()->modelState(), models::ClipSession::ModelState::Ready);
        closeDialog("settingsDialog");
    }

    void aModelThatCouldNotBeLoadedCanBeTriedAgain()
    {
        auto control = std::make_shared<testing::FakeModelControl>();
        control->failsToLoad = true;
        m_studio.reset();
        m_studio = std::make_unique<testing::StudioFixture>(testing::fakeModelFactory(control), nullptr,
                                                            m_theme.get());
        m_studio->show();
        const auto* session = m_studio->window->session();
        QTRY_COMPARE(session->modelState(), models::ClipSession::ModelState::Failed);
        m_studio->nextModel = testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>());
        openSettings(3);
        QTest::mouseClick(m_studio->find<QPushButton>("ownModelButton"), Qt::LeftButton);
        QTRY_COMPARE(session->modelState(), models::ClipSession::ModelState::Ready);
        closeDialog("settingsDialog");
    }

    /// As after starting with --model.
    void anotherDeviceKeepsNoModelThatWasNotChosenHere()
    {
        QTRY_COMPARE(m_studio->window->session()->modelState(), models::ClipSession::ModelState::Ready);
        const main::ModelChoice::Value first{"/models/once.safetensors"};
        const auto factory = testing::fakeModelFactory(std::make_shared<testing::FakeModelControl>());
        main::ModelChoice choice([&](const QString&, inference::DeviceChoice) { return factory; }, first,
                                 m_studio->window->session());
        choice.choose({first.path, inference::DeviceChoice::Cpu});
        QTRY_COMPARE(main::ModelChoice::saved().device, inference::DeviceChoice::Cpu);
        QVERIFY(!QSettings().contains(main::kModelFileKey));
        QSettings().remove(main::kModelDeviceKey);
        choice.choose({"/models/other.safetensors", inference::DeviceChoice::Cpu});
        QTRY_COMPARE(main::ModelChoice::saved().path, QString("/models/other.safetensors"));
        QVERIFY(!QSettings().contains(main::kModelDeviceKey));
    }
};

QTEST_MAIN(tst_Settings)
#include "tst_Settings.moc"
