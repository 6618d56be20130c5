// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ModelPage.h"

#include "ui/dialogs/Prompts.h"
#include "ui/main/ModelChoice.h"
#include "ui/widgets/Retranslate.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace avs::main {

using inference::DeviceChoice;
using models::ClipSession;

ModelPage::ModelPage(ModelChoice* choice, dialogs::Prompts* prompts, QWidget* parent)
    : QWidget(parent)
    , m_choice(choice)
    , m_prompts(prompts)
    , m_file(new QLabel(this))
    , m_description(new QLabel(this))
    , m_chooseFile(new QPushButton(this))
    , m_own(new QPushButton(this))
    , m_device(new QComboBox(this))
{
    m_file->setObjectName(QStringLiteral("modelFile"));
    m_file->setWordWrap(true);
    m_file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_description->setObjectName(QStringLiteral("modelDescription"));
    m_description->setProperty("faint", true);
    m_description->setWordWrap(true);
    m_chooseFile->setObjectName(QStringLiteral("chooseModelButton"));
    m_own->setObjectName(QStringLiteral("ownModelButton"));
    for (QPushButton* button : {m_chooseFile, m_own})
        button->setAutoDefault(false);
    m_device->setObjectName(QStringLiteral("modelDevice"));
    for (const auto device : {DeviceChoice::Auto, DeviceChoice::Cpu, DeviceChoice::Cuda})
        m_device->addItem(QString(), static_cast<int>(device));

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_chooseFile);
    buttons->addWidget(m_own);
    buttons->addStretch(1);
    auto* fileLabel = new QLabel(this);
    auto* deviceLabel = new QLabel(this);
    deviceLabel->setBuddy(m_device);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(fileLabel, m_file);
    form->addRow(QString(), m_description);
    form->addRow(QString(), buttons);
    form->addRow(deviceLabel, m_device);

    new widgets::Retranslate(this, [this, fileLabel, deviceLabel] {
        fileLabel->setText(tr("File:"));
        deviceLabel->setText(tr("Runs &on:"));
        m_chooseFile->setText(tr("&Choose…"));
        m_own->setText(tr("Use the &program's own"));
        m_device->setItemText(0, tr("The graphics card, where there is one that can"));
        m_device->setItemText(1, tr("The processor"));
        m_device->setItemText(2, tr("The graphics card (NVIDIA)"));
        refresh();
    });
    connect(choice, &ModelChoice::changed, this, &ModelPage::refresh);
    connect(m_chooseFile, &QPushButton::clicked, this, &ModelPage::askForFile);
    connect(m_own, &QPushButton::clicked, this, [this] { m_choice->choose({{}, m_choice->value().device}); });
    connect(m_device, &QComboBox::activated, this, [this] {
        m_choice->choose({m_choice->value().path, DeviceChoice(m_device->currentData().toInt())});
    });
}

void ModelPage::askForFile()
{
    const QString present = m_choice->session()->model().path;
    m_prompts->askForModel(this, QFileInfo(present).path(), [this](const QString& path) {
        m_choice->choose({path, m_choice->value().device});
    });
}

void ModelPage::refresh()
{
    const auto& value = m_choice->value();
    m_file->setText(value.path.isEmpty() ? tr("The model that comes with the program")
                                         : QDir::toNativeSeparators(value.path));
    m_description->setText(description());
    const auto state = m_choice->session()->modelState();
    const bool isFree = state != ClipSession::ModelState::Loading;
    m_chooseFile->setEnabled(isFree);
    m_own->setEnabled(isFree && (!value.path.isEmpty() || state == ClipSession::ModelState::Failed));
    m_device->setEnabled(isFree);
    m_device->setCurrentIndex(m_device->findData(static_cast<int>(value.device)));
}

QString ModelPage::description() const
{
    const auto* session = m_choice->session();
    if (session->modelState() == ClipSession::ModelState::Loading)
        return tr("Loading model…");
    if (session->modelState() == ClipSession::ModelState::Failed)
        return tr("No model is loaded.");
    const auto& model = session->model();
    const int classes = std::max(0, static_cast<int>(model.classNames.size()) - 1); // without the background
    return QStringList{model.name, tr("%n class(es)", nullptr, classes), model.device}.join(
        QStringLiteral("  ·  "));
}

} // namespace avs::main
