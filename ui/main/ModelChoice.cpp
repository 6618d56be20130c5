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
    if (value == m_value || m_session->modelState() == ClipSession::ModelState::Loading)
        return;
    m_wanted = value;
    m_session->useModel(m_maker(value.path, value.device));
}

void ModelChoice::onModelChanged()
{
    if (m_wanted && m_session->modelState() == ClipSession::ModelState::Ready) {
        m_value = *std::exchange(m_wanted, {});
        QSettings settings;
        settings.setValue(kModelFileKey, m_value.path);
        for (const auto& [choice, name] : kDevices) {
            if (choice == m_value.device)
                settings.setValue(kModelDeviceKey, QLatin1String(name));
        }
    }
    Q_EMIT changed();
}

} // namespace avs::main
