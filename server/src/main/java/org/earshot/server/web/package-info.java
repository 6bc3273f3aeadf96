/// HTTPS for phones: the listener, and who signs in.
package org.earshot.server.web;
