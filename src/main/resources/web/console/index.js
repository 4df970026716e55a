import './frame.css';
import './parts/parts.css';
import './campaigns/campaigns.css';
import './live/live.css';
import './plan/plan.css';
import './audience/audience.css';
import './customers/customers.css';
import './app.js';
