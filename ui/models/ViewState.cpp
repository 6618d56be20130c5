// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ViewState.h"

#include <algorithm>

namespace avs::models {

void ViewState::setOverlayOpacity(double opacity)
{
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (opacity == m_overlayOpacity)
        return;
    m_overlayOpacity = opacity;
    Q_EMIT overlayOpacityChanged(opacity);
}

bool ViewState::isClassVisible(int classIndex) const
{
    return classIndex >= 0 && classIndex < static_cast<int>(m_hidden.size()) && !m_hidden[classIndex];
}

void ViewState::setClassVisible(int classIndex, bool visible)
{
    Q_ASSERT(classIndex >= 0 && classIndex < static_cast<int>(m_hidden.size()));
    if (isClassVisible(classIndex) == visible)
        return;
    m_hidden[classIndex] = !visible;
    Q_EMIT classVisibilityChanged();
}

void ViewState::showAllClasses()
{
    if (m_hidden.none())
        return;
    m_hidden.reset();
    Q_EMIT classVisibilityChanged();
}

} // namespace avs::models
