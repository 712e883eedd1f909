import { createContext, useContext } from 'react';

export const StatusContext = createContext<((status: 404) => void) | undefined>(undefined);

/** Says that the address has no page: the server then answers 404. */
export function useNotFound(): void {
  useContext(StatusContext)?.(404);
}
