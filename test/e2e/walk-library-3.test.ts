import { walkLibrary } from '../support/library-walk/suite.js'

walkLibrary(3, 3)
