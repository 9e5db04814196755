import { walkLibrary } from '../support/library-walk/suite.js'

walkLibrary(2, 3)
