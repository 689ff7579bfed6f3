import { createConnector } from '../../../src/teams/botframework/connector.ts';
import { teamsClientContract } from './contract.ts';

teamsClientContract('the Bot Framework', createConnector);
