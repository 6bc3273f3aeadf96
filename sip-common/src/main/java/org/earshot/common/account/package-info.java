/// Who may register and send, and how passwords are kept.
package org.earshot.common.account;
