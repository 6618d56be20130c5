// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/Schedule.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using avs::training::learningRate;
using avs::training::Schedule;

class tst_Schedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The paper's: CosineAnnealingLR(T_max = 80, eta_min = 1e-7) from 3e-5, once an epoch.
    void asReleased()
    {
        Schedule schedule{.peak = 3e-5, .floor = 1e-7, .annealing = Schedule::Annealing::Epoch};
        schedule.periodEpochs = 80;
        const auto at = [&](int epoch, int batch) {
            return learningRate(schedule, epoch * 7 + batch, 7, 80 * 7);
        };
        QCOMPARE(at(0, 0), 3e-5);
        QCOMPARE(at(0, 6), 3e-5);
        const auto closed = [](int epoch) {
            return 1e-7 + (3e-5 - 1e-7) * (1 + std::cos(std::numbers::pi * epoch / 80)) / 2;
        };
        for (const int epoch : {1, 40, 79}) {
            QVERIFY(std::abs(at(epoch, 0) - closed(epoch)) < 1e-12);
            QCOMPARE(at(epoch, 3), at(epoch, 0));
        }
        QVERIFY(std::abs(at(40, 0) - 1.505e-5) < 1e-12);
    }

    void warmsUpThenFalls()
    {
        Schedule schedule{.peak = 1, .floor = 0.01};
        schedule.warmupSteps = 4;
        const auto at = [&](int step) { return learningRate(schedule, step, 10, 104); };
        QCOMPARE(at(0), 0.25);
        QCOMPARE(at(3), 1.0);
        QCOMPARE(at(4), 1.0);
        QVERIFY(std::abs(at(54) - 0.505) < 1e-12);
        for (int step = 5; step < 104; ++step)
            QVERIFY(at(step) < at(step - 1) && at(step) > 0.01);
    }

    /// A period that is shorter than the training leaves the rate on the floor.
    void staysOnTheFloor()
    {
        Schedule schedule{.peak = 1, .floor = 0.2};
        schedule.periodEpochs = 2;
        QCOMPARE(learningRate(schedule, 20, 10, 50), 0.2);
        QCOMPARE(learningRate(schedule, 49, 10, 50), 0.2);
    }

    /// Also one of more steps than an int counts.
    void aLongPeriodLeavesItAtThePeak()
    {
        Schedule schedule{.peak = 1, .floor = 0.2};
        schedule.periodEpochs = 300'000'000;
        QVERIFY(std::abs(learningRate(schedule, 49, 10, 50) - 1) < 1e-9);
        schedule.annealing = Schedule::Annealing::Epoch;
        QVERIFY(std::abs(learningRate(schedule, 49, 10, 50) - 1) < 1e-9);
    }
};

QTEST_GUILESS_MAIN(tst_Schedule)
#include "tst_Schedule.moc"
