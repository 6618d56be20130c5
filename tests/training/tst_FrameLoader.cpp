// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/FrameLoader.h"

#include <QtTest>

#include <algorithm>
#include <atomic>

using namespace avs;
using training::FrameLoader;
using training::PreparedFrame;

namespace {

PreparedFrame frameOf(std::int64_t row)
{
    const auto value = torch::full({3, 8, 8}, static_cast<int>(row), torch::kByte);
    return {value, torch::zeros({1, 4, 4}, torch::kHalf), value[0].clone()};
}

std::int64_t rowOf(const base::Result<PreparedFrame>& frame)
{
    return frame->picture[0][0][0].item<std::int64_t>();
}

std::vector<std::int64_t> shuffled(std::int64_t rows, std::int64_t step)
{
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < rows; ++i)
        order.push_back(i * step % rows);
    return order;
}

} // namespace

class tst_FrameLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// In the plan's order, whatever the threads do; and what fits in memory is read once.
    void orderAndMemory_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("kept"); // frames
        QTest::newRow("all kept") << 3 << 200;
        QTest::newRow("some kept") << 3 << 50;
        QTest::newRow("none kept, one thread") << 1 << 0;
    }

    void orderAndMemory()
    {
        QFETCH(int, threads);
        QFETCH(int, kept);
        constexpr int kRows = 199;
        std::atomic<int> reads = 0;
        const auto limit = static_cast<std::size_t>(kept) * frameOf(0).bytes();
        FrameLoader loader(
            [&](std::int64_t row) -> base::Result<PreparedFrame> {
                ++reads;
                return frameOf(row);
            },
            limit, threads);
        for (const auto step : {1, 7, 50}) {
            const auto order = shuffled(kRows, step);
            loader.plan(order);
            for (const auto row : order)
                QCOMPARE(rowOf(loader.take()), row);
            QVERIFY(loader.keptBytes() <= limit);
        }
        const int keptRows = std::min(kept, kRows);
        QCOMPARE(reads.load(), kRows + 2 * (kRows - keptRows));
    }

    /// Dropping a plan half way leaves nothing of it behind.
    void newPlan()
    {
        FrameLoader loader([](std::int64_t row) -> base::Result<PreparedFrame> { return frameOf(row); }, 0,
                           2);
        for (int i = 0; i < 20; ++i) {
            loader.plan(shuffled(101, 3));
            QCOMPARE(rowOf(loader.take()), 0);
            QCOMPARE(rowOf(loader.take()), 3);
        }
        loader.plan({5, 5, 9});
        QCOMPARE(rowOf(loader.take()), 5);
        QCOMPARE(rowOf(loader.take()), 5);
        QCOMPARE(rowOf(loader.take()), 9);
    }

    /// An unreadable frame is said when its turn comes.
    void errorsComeInOrder()
    {
        FrameLoader loader(
            [](std::int64_t row) -> base::Result<PreparedFrame> {
                if (row == 2)
                    return base::Error{base::ErrorCode::Damaged, {}, {}, {}};
                return frameOf(row);
            },
            0, 2);
        loader.plan({0, 1, 2, 3});
        QVERIFY(loader.take().has_value());
        QVERIFY(loader.take().has_value());
        QVERIFY(!loader.take().has_value());
        QVERIFY(loader.take().has_value());
    }
};

QTEST_GUILESS_MAIN(tst_FrameLoader)
#include "tst_FrameLoader.moc"
