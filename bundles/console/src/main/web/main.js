/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console begins here. To add a page: put an element <sr-page-{id}>, a subclass of Page (core/element.js), into
 * pages/{id}.js; name it in the list below; add its words to texts.en.json and the files of other languages, `page.{id}`
 * first. Pages load their data in load(), show it in view(), and list in `topics` the events after which they load anew.
 * Style is in console.css and pages.css; the parts of pages are in kit. No text in code, no markup from strings, links
 * by href(), buttons by button().
 */
import {contributions, runContributionsWith} from './core/contributions.js';
import {loadMe} from './core/me.js';
import {register} from './core/pages.js';
import {defineShell} from './core/shell.js';
import {loadTexts} from './core/texts.js';
import './kit/chart.js';
import './kit/form.js';
import './kit/graph.js';
import './kit/jobs.js';
import './kit/level.js';
import './kit/log.js';
import './kit/palette.js';
import './kit/slot.js';
import './kit/table.js';
import './kit/toast.js';
import './kit/toolbar.js';
import './kit/upload.js';

register([
  {id: 'overview', group: 'platform', symbol: 'overview', load: () => import('./pages/overview.js')},
  {id: 'bundles', group: 'platform', symbol: 'bundles', load: () => import('./pages/bundles.js')},
  {id: 'install', group: 'platform', under: 'bundles', symbol: 'upload', load: () => import('./pages/install.js')},
  {id: 'deployments', group: 'platform', symbol: 'deployments', load: () => import('./pages/deployments.js')},
  {id: 'dependencies', group: 'platform', symbol: 'dependencies', load: () => import('./pages/dependencies.js')},
  {id: 'services', group: 'platform', symbol: 'services', load: () => import('./pages/services.js')},
  {id: 'apis', group: 'platform', symbol: 'apis', load: () => import('./pages/apis.js')},
  {id: 'health', group: 'operate', symbol: 'health', load: () => import('./pages/health.js')},
  {id: 'logs', group: 'operate', symbol: 'logs', load: () => import('./pages/logs.js')},
  {id: 'audit', group: 'operate', symbol: 'audit', scope: 'platform.audit', load: () => import('./pages/audit.js')},
  {id: 'jobs', group: 'operate', symbol: 'jobs', load: () => import('./pages/jobs.js')},
  {id: 'users', group: 'access', symbol: 'users', scope: 'platform.users', load: () => import('./pages/users.js')},
  {id: 'clients', group: 'access', symbol: 'clients', load: () => import('./pages/clients.js')},
  {id: 'keys', group: 'access', symbol: 'keys', scope: 'platform.keys', load: () => import('./pages/keys.js')},
  {id: 'configuration', group: 'configure', symbol: 'configuration', load: () => import('./pages/configuration.js')},
  {id: 'repositories', group: 'configure', symbol: 'repositories', load: () => import('./pages/repositories.js')},
  {id: 'settings', group: 'configure', symbol: 'settings', load: () => import('./pages/settings.js')},
  {id: 'explorer', group: 'develop', symbol: 'play', load: () => import('./pages/explorer.js')},
  {id: 'contributions', group: 'develop', symbol: 'spark', load: () => import('./pages/contributions.js')},
  {id: 'x', group: 'applications', under: 'x', symbol: 'overview', load: () => import('./pages/x.js')},
  {id: 'docs', group: 'develop', symbol: 'help', load: () => import('./pages/docs.js')},
]);

runContributionsWith(() => import('./lazy/contributed.js'));

async function start() {
  try {
    await Promise.all([loadTexts(document.body.dataset.texts), loadMe()]);
    contributions.start();
    defineShell();
  } catch (e) {
    // A session that has just ended leads to the login; for all else a new attempt is what helps.
    if (e.status === 401) {
      location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    console.error(e);
    const note = document.createElement('p');
    note.className = 'boot-failed';
    note.setAttribute('role', 'alert');
    note.textContent = document.body.dataset.failed;
    document.body.append(note);
    setTimeout(() => location.reload(), 5000);
  }
}

start();
