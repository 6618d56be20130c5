// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ImageSequence.h"

#include "core/media/MediaFiles.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace avs::media {

std::optional<ImageSequence> ImageSequence::around(const QString& path)
{
    if (mediaKindOf(path) != MediaKind::Picture)
        return {};
    // The last number of the name; more digits than these are no counter.
    static const QRegularExpression kNumbered(QStringLiteral("^(.*?)([0-9]{1,9})([^0-9/]*)$"));
    const auto match = kNumbered.match(path);
    if (!match.hasMatch())
        return {};
    const QString before = match.captured(1);
    const QString digits = match.captured(2);
    const QString after = match.captured(3);
    const int chosen = digits.toInt();
    const auto exists = [&](int number, int digitCount) {
        return number >= 0 &&
               QFileInfo::exists(before + QStringLiteral("%1").arg(number, digitCount, 10, QLatin1Char('0')) +
                                 after);
    };
    const auto firstOf = [&](int digitCount) {
        int number = chosen;
        while (exists(number - 1, digitCount))
            --number;
        return number;
    };
    // Numbers may be filled up with zeros; whether they are, "100" alone does not tell.
    int width = int(digits.size());
    int lowest = firstOf(width);
    if (const int unfilled = firstOf(0); unfilled < lowest && !digits.startsWith(u'0')) {
        width = 0;
        lowest = unfilled;
    }
    if (lowest == chosen && !exists(chosen + 1, width))
        return {};
    const auto escaped = [](QString text) { return text.replace(u'%', QStringLiteral("%%")).toUtf8(); };
    const QByteArray number = width > 0 ? "%0" + QByteArray::number(width) + "d" : QByteArray("%d");
    return ImageSequence{escaped(before) + number + escaped(after), lowest};
}

} // namespace avs::media
