// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ModelChoice.h"

#include "ui/main/Settings.h"

#include <QSettings>

#include <array>
#include <utility>

namespace avs::main {

namespace {

using inference::DeviceChoice;
using models::ClipSession;

const std::array<std::pair<DeviceChoice, const char*>, 3> kDevices = {
    {{DeviceChoice::Auto, "auto"}, {DeviceChoice::Cpu, "cpu"}, {DeviceChoice::Cuda, "cuda"}}};

/// Only what was chosen: the other part may be of this start of the program alone.
void save(const ModelChoice::Value& before, const ModelChoice::Value& now)
{
    QSettings settings;
    if (now.path != before.path)
        settings.setValue(kModelFileKey, now.path);
    for (const auto& [choice, name] : kDevices) {
        if (choice == now.device && now.device != before.device)
            settings.setValue(kModelDeviceKey, QLatin1String(name));
    }
}

} // namespace

ModelChoice::ModelChoice(ModelMaker maker, const Value& first, ClipSession* session, QObject* parent)
    : QObject(parent)
    , m_maker(std::move(maker))
    , m_session(session)
    , m_value(first)
{
    connect(session, &ClipSession::modelRefused, this, [this] { m_wanted.reset(); });
    connect(session, &ClipSession::modelChanged, this, &ModelChoice::onModelChanged);
}

ModelChoice::Value ModelChoice::saved()
{
    const QSettings settings;
    Value value{settings.value(kModelFileKey).toString()};
    const QString device = settings.value(kModelDeviceKey).toString();
    for (const auto& [choice, name] : kDevices) {
        if (device == QLatin1String(name))
            value.device = choice;
    }
    return value;
}

void ModelChoice::choose(const Value& value)
{
    const auto state = m_session->modelState();
    const bool isLoaded = value == m_value && state == ClipSession::ModelState::Ready;
    if (isLoaded || state == ClipSession::ModelState::Loading)
        return;
    m_wanted = value;
    m_session->useModel(m_maker(value.path, value.device));
}

void ModelChoice::onModelChanged()
{
    if (m_wanted && m_session->modelState() == ClipSession::ModelState::Ready) {
        const Value before = std::exchange(m_value, *std::exchange(m_wanted, {}));
        save(before, m_value);
    }
    Q_EMIT changed();
}

} // namespace avs::main
