/// How people, messages and files are found while somebody types: in the store, the directory and what is loaded. Changes when something else is to be found, or found in another
/// way. Event dispatch thread where nothing else is said. Start reading at [SearchPane]; [PeoplePicker] finds people alone.
package org.earshot.softphone.ui.find;
