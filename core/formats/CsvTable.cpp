// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/CsvTable.h"

#include "core/formats/Files.h"

#include <QCoreApplication>
#include <QDir>

namespace avs::formats {

namespace {

QStringList fieldsOf(QStringView line)
{
    QStringList fields;
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'"' && quoted && i + 1 < line.size() && line[i + 1] == u'"')
            field += line[i++];
        else if (line[i] == u'"')
            quoted = !quoted;
        else if (line[i] == u',' && !quoted) {
            fields.push_back(field.trimmed());
            field.clear();
        } else
            field += line[i];
    }
    fields.push_back(field.trimmed());
    return fields;
}

} // namespace

base::Result<CsvTable> CsvTable::read(const QString& path, const QStringList& needed)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return bytes.error();
    QString content = QString::fromUtf8(*bytes);
    content.remove(QChar(0xfeff));
    CsvTable table;
    for (const QString& line : content.split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        const QStringList fields = fieldsOf(line);
        if (table.header.isEmpty())
            table.header = fields;
        else if (fields.size() < table.header.size())
            ++table.shortRows;
        else
            table.rows.push_back(fields);
    }
    QStringList missing;
    for (const QString& name : needed)
        if (!table.header.contains(name))
            missing.push_back(name);
    if (!missing.isEmpty())
        return base::Error{base::ErrorCode::Damaged,
                           QCoreApplication::translate(
                               "avs::formats", "%1 lacks the column(s) %2; fetch the file again or choose "
                                               "the folder of the data set that it belongs to.")
                               .arg(QDir::toNativeSeparators(path), missing.join(QStringLiteral(", "))),
                           table.header.join(u','), path};
    return table;
}

} // namespace avs::formats
