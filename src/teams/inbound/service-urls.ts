/**
 * Which addresses the bot's token may be sent to.
 * @param hosts host names of Teams' Connector over https; left out in local mode, where only loopback is right.
 */
export function serviceUrls(hosts: readonly string[] | undefined): (serviceUrl: string) => boolean {
  return (serviceUrl) => {
    if (!URL.canParse(serviceUrl)) return false;
    const { protocol, hostname, port, username, password } = new URL(serviceUrl);
    if (hosts === undefined) return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
    return protocol === 'https:' && port === '' && username === '' && password === '' && hosts.includes(hostname);
  };
}
