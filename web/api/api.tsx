/** The page's one way to the API: the typed client of the contracts, handed down by context. */
import { createContext, useContext } from 'react';
import { type Client, createClient } from '../../contracts/client';

export const browserClient: Client = createClient((input, init) => fetch(input, init));

const ApiContext = createContext<Client>(browserClient);

/** A test puts another client around what it renders. */
export const ApiProvider = ApiContext.Provider;

export function useApi(): Client {
  return useContext(ApiContext);
}
