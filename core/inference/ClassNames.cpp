// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/ClassNames.h"

#include "core/inference/ModelSession.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <map>
#include <optional>

namespace avs::inference {

namespace {

using base::Error;
using base::ErrorCode;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(inference)
};

constexpr qsizetype kMostNames = 255;
const QString kBackground = QStringLiteral("background");

Error invalid(const QString& sentence)
{
    return {ErrorCode::Invalid, sentence, {}, {}};
}

/// An array of names, or an object of names and their places; nothing when it is neither.
std::optional<QStringList> namesInJson(const QJsonDocument& json)
{
    QStringList names;
    for (const auto& value : json.array()) {
        if (!value.isString())
            return std::nullopt;
        names << value.toString();
    }
    const QJsonObject object = json.object();
    std::map<double, QString> byPlace;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it.value().isDouble() || !byPlace.emplace(it.value().toDouble(), it.key()).second)
            return std::nullopt;
    }
    for (const auto& [place, name] : byPlace)
        names << name;
    return names;
}

base::Result<std::vector<QString>> readClassFile(const QString& path)
{
    QFile file(path);
    const auto shown = QDir::toNativeSeparators(path);
    if (!file.exists())
        return Error{ErrorCode::NotFound,
                     Text::tr("The class list %1 does not exist; check the path, or write the names with "
                              "commas between.")
                         .arg(shown),
                     {},
                     path};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Unreadable,
                     Text::tr("The class list %1 cannot be read; check its permissions.").arg(shown),
                     file.errorString(), path};
    const QByteArray bytes = file.readAll();
    const auto damaged = [&](const QString& detail) {
        return Error{
            ErrorCode::Damaged,
            Text::tr("%1 is no class list: it needs one name a line, or a JSON array of names.").arg(shown),
            detail, path};
    };
    if (const auto start = bytes.trimmed().left(1); start == "[" || start == "{") {
        QJsonParseError parse;
        const auto names = namesInJson(QJsonDocument::fromJson(bytes, &parse));
        if (parse.error != QJsonParseError::NoError || !names)
            return damaged(parse.errorString());
        return classList(*names);
    }
    if (bytes.contains('\0'))
        return damaged(QStringLiteral("binary"));
    QStringList names;
    for (const auto& line : QString::fromUtf8(bytes).split(u'\n')) {
        if (!line.trimmed().isEmpty())
            names << line;
    }
    return classList(names);
}

} // namespace

base::Result<std::vector<QString>> classList(const QStringList& names)
{
    std::vector<QString> list{kBackground};
    QSet<QString> seen;
    for (const auto& each : names) {
        const QString name = each.simplified();
        if (name.isEmpty())
            return invalid(Text::tr("The class list has an empty name; write one name after each comma."));
        if (seen.contains(name.toLower()))
            return invalid(Text::tr("The class \"%1\" is named twice; name each class once.").arg(name));
        seen.insert(name.toLower());
        if (name.toLower() != kBackground)
            list.push_back(name);
    }
    const auto count = static_cast<qsizetype>(list.size()) - 1;
    if (count == 0)
        return invalid(Text::tr("The class list names nothing that could sound; name at least one class."));
    if (count > kMostNames)
        return invalid(Text::tr("The class list has %1 names; at most %2 can be told apart.")
                           .arg(count)
                           .arg(kMostNames));
    return list;
}

base::Result<std::vector<QString>> readClassList(const QString& given)
{
    const auto suffix = QFileInfo(given).suffix().toLower();
    if (QFileInfo(given).isFile() || given.contains(u'/') || suffix == u"txt" || suffix == u"json")
        return readClassFile(given);
    return classList(given.split(u','));
}

base::Result<std::vector<QString>> avsBenchClasses()
{
    const auto name = QStringLiteral("classes/avsbench-semantic.txt");
    const auto found = findDataFile(name);
    return readClassFile(found.isEmpty() ? name : found);
}

} // namespace avs::inference
