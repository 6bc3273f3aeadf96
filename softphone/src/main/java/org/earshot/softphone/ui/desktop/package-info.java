/// What stands between the window and the desktop: the program's icon, the tray and what is told there, light or dark, where windows were, and what is remembered of it.
/// Changes when a desktop wants something else. Event dispatch thread where nothing else is said. Start reading at [WindowSettings].
package org.earshot.softphone.ui.desktop;
