import { walkLibrary } from '../support/library-walk/suite.js'

walkLibrary(1, 3)
