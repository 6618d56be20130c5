// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Result.h"
#include "core/base/Time.h"

#include <QTest>

#include <memory>

using namespace avs::base;

namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return Error{ErrorCode::Invalid, QStringLiteral("odd"), {}, {}};
    return value / 2;
}

} // namespace

class tst_Result : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAValue();
    void holdsAnError();
    void movesWhatCannotBeCopied();
    void chains();
    void succeedsWithoutAValue();
    void timesRoundToMicroseconds();
};

void tst_Result::holdsAValue()
{
    Result<int> result = 7;
    QVERIFY(result);
    QVERIFY(result.has_value());
    QCOMPARE(result.value(), 7);
    *result = 8;
    QCOMPARE(*result, 8);
}

void tst_Result::holdsAnError()
{
    const Result<QString> result =
        Error{ErrorCode::NotFound, QStringLiteral("m"), QStringLiteral("d"), QStringLiteral("p")};
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QCOMPARE(result.error().message, QStringLiteral("m"));
    QCOMPARE(result.error().detail, QStringLiteral("d"));
    QCOMPARE(result.error().path, QStringLiteral("p"));
}

void tst_Result::movesWhatCannotBeCopied()
{
    Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
    QVERIFY(result);
    const std::unique_ptr<int> taken = std::move(*result);
    QCOMPARE(*taken, 3);
}

void tst_Result::chains()
{
    QCOMPARE(half(8).and_then(half).value(), 2);
    QCOMPARE(half(6).and_then(half).error().message, QStringLiteral("odd"));
    QCOMPARE(half(7).and_then(half).error().message, QStringLiteral("odd"));
    QCOMPARE(half(8).transform([](int value) { return QString::number(value); }).value(),
             QStringLiteral("4"));
    QVERIFY(!half(7).transform([](int value) { return value + 1; }));
}

void tst_Result::succeedsWithoutAValue()
{
    const Result<void> fine;
    QVERIFY(fine);
    const Result<void> failed = Error{ErrorCode::Unwritable, QStringLiteral("full"), {}, {}};
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, ErrorCode::Unwritable);
}

void tst_Result::timesRoundToMicroseconds()
{
    QCOMPARE(MediaTime::fromSeconds(0.0333333).microseconds(), 33333);
    QCOMPARE(MediaTime::fromSeconds(0.0333336).microseconds(), 33334);
    QCOMPARE(MediaTime::fromSeconds(-0.0333336).microseconds(), -33334);
    const MediaTime sum = MediaTime::fromMicroseconds(5) + MediaTime::fromMicroseconds(7);
    QCOMPARE((sum - MediaTime::fromMicroseconds(2)).microseconds(), 10);
    QVERIFY(MediaTime::fromMicroseconds(1) < MediaTime::fromMicroseconds(2));
    QVERIFY(FrameIndex(3) > FrameIndex(2));
}

QTEST_GUILESS_MAIN(tst_Result)
#include "tst_Result.moc"
