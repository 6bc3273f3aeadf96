/// Groups in the window: which ones the user is in, who is in them, and how one is made and changed. Changes when people can do something else with groups. Event dispatch
/// thread. Start reading at [GroupsModel], which knows no component but the timer it waits with; [GroupWindows] has the dialogs.
package org.earshot.softphone.ui.group;
