export { startInTurn } from './startInTurn';
