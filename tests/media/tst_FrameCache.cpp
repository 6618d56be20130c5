// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/FrameCache.h"

#include <QTest>

using namespace avs;
using base::FrameIndex;
using media::FrameCache;

namespace {

constexpr std::int64_t kFrameBytes = 3 * 100 * 100;

media::VideoFramePtr frame(int index)
{
    auto made = std::make_shared<media::VideoFrame>();
    made->index = FrameIndex(index);
    made->image = imaging::RgbImage(100, 100);
    return made;
}

/// Room for `frames` and what each needs beside its pixels.
FrameCache cacheFor(int frames)
{
    return FrameCache(frames * (kFrameBytes + 200));
}

} // namespace

class tst_FrameCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWithinItsBound()
    {
        FrameCache cache = cacheFor(20);
        for (int n = 0; n < 500; ++n) {
            cache.setPosition(FrameIndex(n));
            cache.insert(frame(n));
            QVERIFY(cache.sizeBytes() <= 20 * (kFrameBytes + 200));
            QVERIFY(cache.contains(FrameIndex(n)));
        }
        QCOMPARE(cache.count(), 20);
        QVERIFY(cache.sizeBytes() >= 20 * kFrameBytes);
        cache.clear();
        QCOMPARE(cache.count(), 0);
        QCOMPARE(cache.sizeBytes(), 0);
    }

    void knowsTheNearest()
    {
        FrameCache cache = cacheFor(20);
        QVERIFY(!cache.nearest(FrameIndex(5)));
        for (const int n : {3, 40, 90})
            cache.insert(frame(n));
        for (const auto& [wanted, nearest] :
             {std::pair(0, 3), {3, 3}, {20, 3}, {23, 40}, {66, 90}, {1000, 90}})
            QCOMPARE(cache.nearest(FrameIndex(wanted))->index, FrameIndex(nearest));
    }

    void aSmallerBoundHoldsAtOnce()
    {
        FrameCache cache = cacheFor(20);
        cache.setPosition(FrameIndex(19));
        for (int n = 0; n < 20; ++n)
            cache.insert(frame(n));
        cache.setLimit(10 * kFrameBytes);
        QVERIFY(cache.sizeBytes() <= 10 * kFrameBytes);
        QVERIFY(cache.count() > 5);
        QVERIFY(cache.contains(FrameIndex(19)));
    }

    void givesWhatItHas()
    {
        FrameCache cache = cacheFor(20);
        QVERIFY(!cache.find(FrameIndex(3)));
        const auto kept = frame(3);
        cache.insert(kept);
        QCOMPARE(cache.find(FrameIndex(3)), kept);
        cache.insert(frame(3));
        QCOMPARE(cache.count(), 1);
        QVERIFY(cache.find(FrameIndex(3)) != kept);
    }

    void keepsWhatLiesAroundThePosition()
    {
        FrameCache cache = cacheFor(20);
        for (int n = 100; n < 110; ++n)
            cache.insert(frame(n));
        cache.setPosition(FrameIndex(105));
        // All newer, and used more often.
        for (int n = 1000; n < 1100; ++n) {
            cache.insert(frame(n));
            (void)cache.find(FrameIndex(n));
        }
        for (int n = 102; n < 109; ++n)
            QVERIFY2(cache.contains(FrameIndex(n)), qPrintable(QString::number(n)));
    }

    void farAwayTheLeastUsedGoesFirst()
    {
        FrameCache cache = cacheFor(20);
        cache.setPosition(FrameIndex(0));
        for (int n = 1000; n < 1020; ++n)
            cache.insert(frame(n));
        (void)cache.find(FrameIndex(1000));
        cache.insert(frame(2000));
        QVERIFY(cache.contains(FrameIndex(1000)));
        QVERIFY(!cache.contains(FrameIndex(1001)));
    }

    void aFrameTooLargeIsNotKept()
    {
        FrameCache cache(kFrameBytes / 2);
        cache.insert(frame(0));
        QCOMPARE(cache.count(), 0);
        QCOMPARE(cache.capacityFor(FrameCache::bytesOf(*frame(0))), 0);
    }
};

QTEST_GUILESS_MAIN(tst_FrameCache)
#include "tst_FrameCache.moc"
