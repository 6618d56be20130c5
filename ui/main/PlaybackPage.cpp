// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/PlaybackPage.h"

#include "ui/main/Settings.h"
#include "ui/widgets/Retranslate.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

namespace avs::main {

PlaybackPage::PlaybackPage(QWidget* parent)
    : QWidget(parent)
{
    auto* cache = new QSpinBox(this);
    cache->setObjectName(QStringLiteral("frameCacheSize"));
    cache->setRange(kSmallestFrameCacheMb, kLargestFrameCacheMb);
    cache->setSingleStep(64);
    cache->setKeyboardTracking(false);
    cache->setValue(frameCacheMb());
    auto* cacheLabel = new QLabel(this);
    cacheLabel->setBuddy(cache);
    auto* cacheNote = new QLabel(this);
    auto* hardware = new QCheckBox(this);
    hardware->setObjectName(QStringLiteral("hardwareDecoding"));
    hardware->setChecked(hardwareDecoding());
    auto* hardwareNote = new QLabel(this);
    for (QLabel* note : {cacheNote, hardwareNote}) {
        note->setProperty("faint", true);
        note->setWordWrap(true);
    }
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(cacheLabel, cache);
    form->addRow(QString(), cacheNote);
    form->addRow(QString(), hardware);
    form->addRow(QString(), hardwareNote);
    new widgets::Retranslate(this, [cache, cacheLabel, cacheNote, hardware, hardwareNote] {
        cacheLabel->setText(tr("&Memory for frames:"));
        cache->setSuffix(tr(" MB"));
        cacheNote->setText(tr("Decoded frames are kept, so that going back to them is immediate."));
        hardware->setText(tr("Decode on the &graphics card where that works"));
        hardwareNote->setText(tr("Holds for the clips that are opened from now on."));
    });
    connect(cache, &QSpinBox::valueChanged, this, [this](int mb) {
        QSettings().setValue(kFrameCacheKey, mb);
        Q_EMIT changed();
    });
    connect(hardware, &QCheckBox::toggled, this, [this](bool on) {
        QSettings().setValue(kHardwareDecodingKey, on);
        Q_EMIT changed();
    });
}

} // namespace avs::main
