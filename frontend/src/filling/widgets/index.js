// Which widgets draw a form: enketo's where they suit Thai, ours where they do not. Stands in the place of enketo's list.
import columns from "enketo-core/src/widget/columns/columns";
import radio from "enketo-core/src/widget/radio/radiopicker";
import range from "enketo-core/src/widget/range/range-widget";
import search from "enketo-core/src/widget/select-autocomplete/autocomplete";
import textarea from "enketo-core/src/widget/textarea/textarea";

import Attachment from "./attachment.js";
import Day from "./day.js";
import Moment from "./moment.js";
import Place from "./place.js";
import Places from "./places.js";
import Rank from "./rank.js";
import Several from "./several.js";
import Signature from "./signature.js";

export default [search, textarea, radio, columns, range, Day, Moment, Rank, Several, Attachment, Signature, Place, Places];
