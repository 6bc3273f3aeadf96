/// What a server offers its phones besides SIP, and how it tells them of that.
package org.earshot.common.service;
