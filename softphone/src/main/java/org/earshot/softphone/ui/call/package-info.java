/// A call in the window: its bar and what can be done with it, the small window of one that rings, its sound as graphs. Changes when people can do something else with a call.
/// Event dispatch thread. Start reading at [CallBar]; [CallDock] says where it stands.
package org.earshot.softphone.ui.call;
