// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/Device.h"
#include "ui/models/ClipSession.h"

#include <functional>
#include <optional>

namespace avs::main {

/// Makes the model in a file, an empty path being that of the program.
using ModelMaker = std::function<jobs::ModelFactory(const QString& path, inference::DeviceChoice device)>;

/// The model in use, as QSettings keeps it, and its exchange for another. What was chosen, file or device, is
/// kept once its model is loaded; one that cannot be loaded changes nothing.
class ModelChoice : public QObject
{
    Q_OBJECT

public:
    struct Value
    {
        QString path; ///< empty: the model that comes with the program
        inference::DeviceChoice device = inference::DeviceChoice::Auto;
        friend bool operator==(const Value&, const Value&) = default;
    };

    /// `first` is what the session's worker loads by itself. `session` outlives this.
    ModelChoice(ModelMaker maker, const Value& first, models::ClipSession* session,
                QObject* parent = nullptr);

    /// That of QSettings.
    [[nodiscard]] static Value saved();

    /// What is loaded or being loaded.
    [[nodiscard]] const Value& value() const { return m_wanted ? *m_wanted : m_value; }
    /// Not while a model is being loaded. The same one again where it could not be loaded.
    void choose(const Value& value);
    [[nodiscard]] const models::ClipSession* session() const { return m_session; }

Q_SIGNALS:
    void changed();

private:
    void onModelChanged();

    const ModelMaker m_maker;
    models::ClipSession* m_session;
    Value m_value;
    std::optional<Value> m_wanted; ///< while it is being loaded
};

} // namespace avs::main
