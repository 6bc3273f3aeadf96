/// What roles and nodes tell each other: that something changed, and whose; and which nodes there are. Never the state
/// itself: whoever hears of a change reads the store. Start reading at [Changes].
package org.earshot.common.event;
