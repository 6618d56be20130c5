// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/ClassSounds.h"

#include "core/nn/weights/Pickle.h"
#include "core/nn/weights/WeightError.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <limits>
#include <optional>
#include <string>

namespace avs::formats {
namespace {

using base::Error;
using base::ErrorCode;
using nn::PickleValue;

// The original's list has some tens of thousands of names. A pickle may refer to one value many times.
constexpr qint64 kLargest = 64 << 20; // bytes
constexpr std::size_t kMostNames = 1 << 20;
constexpr std::size_t kLongestName = 255;

QString text(const char* source)
{
    return QCoreApplication::translate("avs::formats", source);
}

/// `most`: names, fewer when it returns.
std::optional<QStringList> namesIn(const PickleValue& value, std::size_t& most)
{
    const auto* list = std::get_if<PickleValue::Sequence>(&value.value);
    if (!list || list->items.size() > most)
        return std::nullopt;
    most -= list->items.size();
    QStringList names;
    for (const auto* item : list->items) {
        const auto* name = std::get_if<std::string>(&item->value);
        if (!name || name->size() > kLongestName)
            return std::nullopt;
        names.append(QString::fromStdString(*name));
    }
    return names;
}

std::optional<ClassSounds> soundsIn(const PickleValue& root)
{
    const auto* dict = std::get_if<PickleValue::Dict>(&root.value);
    if (!dict)
        return std::nullopt;
    ClassSounds sounds;
    std::size_t most = kMostNames;
    for (const auto& [key, value] : dict->items) {
        const auto* number = std::get_if<std::int64_t>(&key->value);
        auto names = namesIn(*value, most);
        if (!number || *number < 0 || *number > std::numeric_limits<int>::max() || !names)
            return std::nullopt;
        sounds[static_cast<int>(*number)] = std::move(*names);
    }
    return sounds;
}

} // namespace

base::Result<ClassSounds> readClassSounds(const QString& path)
{
    const QString shown = QDir::toNativeSeparators(path);
    QFile file(path);
    if (!file.exists())
        return Error{
            ErrorCode::NotFound,
            text(QT_TRANSLATE_NOOP("avs::formats", "%1 is missing; fetch the data set again.")).arg(shown),
            {},
            path};
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Unreadable,
            text(QT_TRANSLATE_NOOP("avs::formats", "%1 cannot be read; check its permissions.")).arg(shown),
            file.errorString(), path};
    const QByteArray bytes = file.read(kLargest);
    QString detail;
    try {
        const nn::Pickle pickle({bytes.constData(), static_cast<std::size_t>(bytes.size())},
                                path.toStdString());
        if (auto sounds = soundsIn(pickle.root()))
            return std::move(*sounds);
    } catch (const nn::WeightError& error) {
        detail = QString::fromStdString(error.what());
    }
    return Error{
        ErrorCode::Damaged,
        text(QT_TRANSLATE_NOOP("avs::formats", "%1 is no Python dictionary from class numbers to lists "
                                               "of sounds; fetch it again."))
            .arg(shown),
        detail, path};
}

} // namespace avs::formats
