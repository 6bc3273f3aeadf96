/// Words for people: how many of something there are. Start with [org.earshot.common.text.Counted].
package org.earshot.common.text;
