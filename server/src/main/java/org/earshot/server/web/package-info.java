/// HTTP for phones and administrators: the listener, and who signs in.
package org.earshot.server.web;
