import { describe, expect, it } from 'vitest';
import { serviceUrls } from '../../../src/teams/inbound/service-urls.ts';

describe('the addresses that the bot’s token may be sent to', () => {
  it.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://SMBA.trafficmanager.net/emea/', true],
    ['https://smba.trafficmanager.net:443/', true],
    ['https://teams.example.net/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://user@smba.trafficmanager.net/', false],
    ['https://:secret@smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://127.0.0.1/', false],
    ['wss://smba.trafficmanager.net/', false],
    ['smba.trafficmanager.net', false],
    ['', false],
  ])('in production, %j: %s', (url, allowed) => {
    expect(serviceUrls(['smba.trafficmanager.net', 'teams.example.net'])(url)).toBe(allowed);
  });

  it('are none where the list is empty', () => {
    expect(serviceUrls([])('https://smba.trafficmanager.net/')).toBe(false);
    expect(serviceUrls([])('http://127.0.0.1:3978/')).toBe(false);
  });

  it.each([
    ['http://127.0.0.1:56150/_connector', true],
    ['http://localhost:56150', true],
    ['http://[::1]:56150', true],
    ['https://127.0.0.1:56150', false],
    ['http://127.0.0.2:56150', false],
    ['http://localhost.evil.example', false],
    ['https://smba.trafficmanager.net/', false],
    ['localhost:56150', false],
    ['', false],
  ])('in local mode, %j: %s', (url, allowed) => {
    expect(serviceUrls(undefined)(url)).toBe(allowed);
  });
});
