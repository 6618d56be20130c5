// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/IsolatedSettings.h"
#include "ui/main/ActionRegistry.h"
#include "ui/main/Actions.h"

#include <QMainWindow>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace avs;
using main::ActionRegistry;

class tst_ActionRegistry : public QObject
{
    Q_OBJECT

    std::unique_ptr<testing::IsolatedSettings> m_settings;

    struct Window
    {
        QWidget widget;
        ActionRegistry* registry = new ActionRegistry(&widget);
        QAction* cut = registry->add({.id = "a.cut", .text = "&Cut…", .shortcuts = {Qt::Key_X}});
        QAction* copy =
            registry->add({.id = "a.copy", .text = "Copy", .shortcuts = {Qt::Key_C, Qt::CTRL | Qt::Key_C}});
    };

private Q_SLOTS:
    void init() { m_settings = std::make_unique<testing::IsolatedSettings>(); }

    void triggersByItsKeyAndByANewOne()
    {
        Window window;
        QSignalSpy cut(window.cut, &QAction::triggered);
        QSignalSpy copy(window.copy, &QAction::triggered);
        window.widget.show();
        window.widget.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window.widget));
        QTest::keyClick(&window.widget, Qt::Key_X);
        QCOMPARE(cut.size(), 1);
        QTest::keyClick(&window.widget, Qt::Key_C, Qt::ControlModifier); // the second of two
        QCOMPARE(copy.size(), 1);

        window.registry->setShortcuts("a.cut", {Qt::Key_Y});
        QTest::keyClick(&window.widget, Qt::Key_X);
        QCOMPARE(cut.size(), 1);
        QTest::keyClick(&window.widget, Qt::Key_Y);
        QCOMPARE(cut.size(), 2);
    }

    void tooltipShowsTheKey()
    {
        Window window;
        QCOMPARE(window.cut->toolTip(), QString("Cut (X)"));
        window.registry->setShortcuts("a.cut", {Qt::CTRL | Qt::Key_Comma});
        QCOMPARE(window.cut->toolTip(), QString("Cut (Ctrl+,)"));
        window.registry->showText(window.cut, "Cut it");
        QCOMPARE(window.cut->toolTip(), QString("Cut it (Ctrl+,)"));
        QCOMPARE(window.registry->find("a.cut")->plainText(), QString("Cut"));
        window.registry->setShortcuts("a.cut", {});
        QCOMPARE(window.cut->toolTip(), QString("Cut it"));
    }

    void choicesOutliveTheWindow_data()
    {
        QTest::addColumn<QList<QKeySequence>>("chosen");
        QTest::newRow("none") << QList<QKeySequence>();
        QTest::newRow("one") << QList<QKeySequence>{Qt::CTRL | Qt::Key_Comma};
        QTest::newRow("two") << QList<QKeySequence>{Qt::Key_Semicolon, Qt::SHIFT | Qt::Key_F3};
        QTest::newRow("chord") << QList<QKeySequence>{{Qt::CTRL | Qt::Key_K, Qt::CTRL | Qt::Key_X}};
    }

    void choicesOutliveTheWindow()
    {
        QFETCH(QList<QKeySequence>, chosen);
        Window().registry->setShortcuts("a.cut", chosen);
        Window after;
        QCOMPARE(after.cut->shortcuts(), chosen);
        after.registry->resetShortcuts("a.cut");
        QCOMPARE(Window().cut->shortcuts(), QList<QKeySequence>{Qt::Key_X});
    }

    void conflictsAreFound()
    {
        Window window;
        const auto* registry = window.registry;
        QVERIFY(!registry->conflict(Qt::Key_Y, "a.cut"));
        QVERIFY(!registry->conflict(Qt::Key_X, "a.cut")); // its own
        QCOMPARE(registry->conflict(Qt::Key_X, "a.copy")->spec.id, QString("a.cut"));
        // The beginning of another's chord is taken too: both cannot work.
        QCOMPARE(registry->conflict(QKeySequence(Qt::CTRL | Qt::Key_C, Qt::Key_1), "a.cut")->spec.id,
                 QString("a.copy"));
    }

    void takenKeysAreGoneForTheOther()
    {
        {
            Window window;
            QSignalSpy changed(window.registry, &ActionRegistry::shortcutsChanged);
            window.registry->setShortcuts("a.cut", {Qt::Key_C});
            QCOMPARE(changed.size(), 1);
            QCOMPARE(window.copy->shortcuts(), QList<QKeySequence>{Qt::CTRL | Qt::Key_C});
        }
        Window after;
        QCOMPARE(after.cut->shortcuts(), QList<QKeySequence>{Qt::Key_C});
        QCOMPARE(after.copy->shortcuts(), QList<QKeySequence>{Qt::CTRL | Qt::Key_C});
        after.registry->resetAllShortcuts();
        QCOMPARE(after.cut->shortcuts(), QList<QKeySequence>{Qt::Key_X});
        QCOMPARE(after.copy->shortcuts().size(), 2);
        QCOMPARE(Window().copy->shortcuts().size(), 2);
    }

    /// A later version's new action must not break what the user chose before.
    void newDefaultsGiveWay()
    {
        Window().registry->setShortcuts("a.copy", {Qt::Key_N});
        Window window;
        const QAction* late =
            window.registry->add({.id = "a.new", .text = "New", .shortcuts = {Qt::Key_N, Qt::Key_F2}});
        QCOMPARE(late->shortcuts(), QList<QKeySequence>{Qt::Key_F2});
        QCOMPARE(window.copy->shortcuts(), QList<QKeySequence>{Qt::Key_N});
    }

    void nonsenseInTheSettingsIsIgnored()
    {
        QSettings().setValue("shortcuts/a.cut", QStringList{"No+Such+Key", "F7"});
        QCOMPARE(Window().cut->shortcuts(), QList<QKeySequence>{Qt::Key_F7});
    }

    /// The program's own: no key twice, every id in its place, all with a text.
    void theProgramsActionsAgree()
    {
        QMainWindow window;
        main::Actions actions(&window);
        const auto& entries = actions.registry()->entries();
        QVERIFY(entries.size() > 15);
        for (const auto& entry : entries) {
            QVERIFY(!entry.plainText().isEmpty());
            QVERIFY2(entry.spec.id.contains('.'), qPrintable(entry.spec.id));
            QCOMPARE(entry.action->shortcuts(), entry.spec.shortcuts);
            for (const QKeySequence& keys : entry.spec.shortcuts) {
                const auto* other = actions.registry()->conflict(keys, entry.spec.id);
                QVERIFY2(!other, qPrintable(entry.spec.id + (other ? " and " + other->spec.id : QString())));
            }
        }
    }
};

QTEST_MAIN(tst_ActionRegistry)
#include "tst_ActionRegistry.moc"
